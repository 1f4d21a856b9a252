/**
 * Once-only words at equal size: f1 / N, the Good-Turing estimate of the probability that the next token is new
 * (Good 1953, eq. 9). The expected number of words seen exactly once in a draw of g of G groups comes from the
 * words' group counts: a word held by k groups, in h of them once, contributes h C(G-k, g-1)/C(G, g).
 */
import { absent } from '../stats/absent.js';
import { atTokens } from './at-tokens.js';
import type { Metric } from './metric.js';
import type { Side, WordTally } from './side.js';

const LEAST = 100;

export const hapax: Metric = {
  id: 'tails/hapax',
  group: 'tails',
  title: 'once-only words',
  failTitle: 'Words used only once are going',
  why: 'Half of a human vocabulary is used once. It is what a model trained on a sample forgets first.',
  source: 'Good 1953, eq. 9 (Good-Turing missing mass f1/N); at equal size over document groups.',
  unit: 'share of tokens',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.95, fail: 0.85 },
  biased: false,
  needs: `${LEAST} once-only words of the reference at equal size`,
  estimate: (pair) => {
    const m = Math.min(pair.corpus.tokens, pair.reference.tokens);
    const words = pair.words();
    const value = atTokens(onceCurve(words.corpus, pair.corpus), pair.corpus, m) / m;
    const reference = atTokens(onceCurve(words.reference, pair.reference), pair.reference, m) / m;
    const { scale } = pair.pool.words;
    if (!(reference * m >= LEAST)) {
      return { insufficient: `the reference has fewer than ${LEAST} once-only words at equal size` };
    }
    return { value: value * scale, reference: reference * scale };
  },
};

/** Expected once-only words in a draw of g of the side's groups. */
function onceCurve({ held, once }: WordTally, { groups }: Side): (g: number) => number {
  const G = groups.length;
  // [k] = single occurrences of words held by k groups.
  const single = new Float64Array(G + 1);
  for (let w = 0; w < held.length; w++) single[held[w]] += once[w];
  return (g) => {
    let sum = 0;
    for (let k = 1; k <= G; k++) {
      if (single[k] > 0) sum += single[k] * (g / G) * absent(G - 1, k - 1, Math.max(g - 1, 0));
    }
    return sum;
  };
}
