/**
 * Coverage of the reference's vocabulary: reference words found in the corpus over those that a fresh human sample
 * of the same size would find. The denominator comes from the reference itself, since words seen once in it are
 * over-counted by naive formulas: half A of its groups plays the reference, a disjoint draw of its other groups
 * the fresh sample. Both are averaged over all choices in closed form, so a fresh human sample scores 1.
 */
import { absent } from '../stats/absent.js';
import { atTokens } from './at-tokens.js';
import type { Metric } from './metric.js';
import type { Side } from './side.js';
import { popcount } from './types-curve.js';

export const coverage: Metric = {
  id: 'tails/coverage',
  group: 'tails',
  title: 'reference words found',
  failTitle: 'Words of the reference are missing',
  why: 'Words that the reference uses and the corpus never does are what early collapse takes first.',
  source:
    'Incidence coverage over document groups, cross-fitted halves of the reference; cf. Chao & Jost 2012.',
  unit: 'share of reference words',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.97, fail: 0.93 },
  biased: true,
  needs: '4 document groups of the reference',
  estimate: ({ pool, corpus, reference }) => {
    const G = reference.groups.length;
    const C = corpus.groups.length;
    if (G < 4 || C < 1) return { insufficient: 'the reference has fewer than 4 document groups' };
    const m = Math.min(corpus.tokens, reference.tokens / 2);
    const holders = pool.holders[0];
    const notInHalf = Float64Array.from({ length: G + 1 }, (_, k) => absent(G, k, G / 2));
    // Words in half A: all of them, by the corpus's k, and (whether in A or not) by the reference's k.
    let half = 0;
    const byCorpus = new Float64Array(C + 1);
    const byReference = new Float64Array(G + 1);
    for (let i = 0; i < holders.length; i++) {
      const k =
        popcount(holders.corpus[i] & reference.corpus) + popcount(holders.reference[i] & reference.reference);
      if (k === 0) continue;
      const inHalf = holders.types[i] * (1 - notInHalf[k]);
      half += inHalf;
      byReference[k] += holders.types[i];
      byCorpus[
        popcount(holders.corpus[i] & corpus.corpus) + popcount(holders.reference[i] & corpus.reference)
      ] += inHalf;
    }
    const found = (g: number) => {
      let sum = 0;
      for (let k = 1; k <= C; k++) if (byCorpus[k] > 0) sum += byCorpus[k] * (1 - absent(C, k, g));
      return sum;
    };
    const fresh = (g: number) => {
      let sum = 0;
      for (let k = 1; k <= G; k++) {
        if (byReference[k] === 0) continue;
        const inBoth = 1 - notInHalf[k] - absent(G, k, g) + absent(G, k, Math.min(G, G / 2 + g));
        sum += byReference[k] * inBoth;
      }
      return sum;
    };
    return {
      value: atTokens(found, corpus, m) / half,
      reference: (atTokens(fresh, reference, m, G / 2) + sharedBudget(byReference, reference, m)) / half,
    };
  },
};

/**
 * Half A and the fresh sample share one budget: where A is long, what is left is short, and both lose words. Corpus
 * and A do not share, so the loss is put back: the mixed second derivative of the words found in both, times the
 * covariance of their tokens, -a b cv2 / G for a and b of G groups.
 */
function sharedBudget(byReference: Float64Array, reference: Side, m: number): number {
  const G = reference.groups.length;
  const a = G / 2;
  const b = Math.min((m * G) / reference.tokens, a);
  const end = Math.max(2, a + b);
  let bend = 0;
  for (let k = 2; k <= G; k++) {
    if (byReference[k] > 0) {
      bend += byReference[k] * (absent(G, k, end) - 2 * absent(G, k, end - 1) + absent(G, k, end - 2));
    }
  }
  return (bend * a * b * reference.cv2) / G;
}
