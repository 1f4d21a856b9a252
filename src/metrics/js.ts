/**
 * Drift: the Jensen-Shannon divergence (Lin 1991, eq. 3.7) between the word distributions of corpus and reference,
 * over the divergence that two parts of the reference show at the same sizes. The plug-in divergence of two samples
 * of one source is never 0 and depends on their sizes, so only the ratio says anything; a ratio below 1 is no
 * evidence of health.
 *
 * For each of several balanced draws, half A of the reference's groups is compared with as many tokens of its other
 * groups and with as many tokens of the corpus. Groups are whole, so the other groups are drawn twice, with the last
 * one and without it, and the divergence at the corpus's tokens is read between the two.
 */
import { balancedDraws, within } from './draws.js';
import type { Metric } from './metric.js';

const DRAWS = 2;

export const js: Metric = {
  id: 'drift/js',
  group: 'drift',
  title: 'distance of word frequencies',
  failTitle: 'Word frequencies have moved away from the reference',
  why: 'How far the words have moved, in units of what two human samples differ by anyway.',
  source: 'Lin 1991, eq. 3.7 (equal weights), against the same between parts of the reference at equal size.',
  unit: 'bits',
  range: '0 to 1',
  direction: 'high',
  ratioOf: 'value',
  bounds: { warn: 1.25, fail: 2 },
  biased: false,
  needs: '4 document groups of the reference',
  estimate: ({ pool, corpus, reference, seed }) => {
    const G = reference.groups.length;
    const C = corpus.groups.length;
    if (G < 4 || C < 1) return { insufficient: 'the reference has fewer than 4 document groups' };
    const { words, sums } = pool;
    const m = Math.min(corpus.tokens, reference.tokens / 2);
    const half = Math.floor(G / 2);
    const freshGroups = Math.max(2, Math.min(G - half, Math.ceil((m / reference.tokens) * G)));
    const drawnGroups = Math.max(1, Math.min(C, Math.round((m / corpus.tokens) * C)));
    const halves = balancedDraws(reference.groups, half, DRAWS, seed + 11);
    const drawn = balancedDraws(corpus.groups, drawnGroups, DRAWS, seed + 13);
    let value = 0;
    let floor = 0;
    for (let d = 0; d < DRAWS; d++) {
      const a = halves[d];
      const others = reference.groups.filter((g) => a[g] === 0);
      const b = balancedDraws(others, freshGroups, 1, seed + 101 + d)[0];
      const fewer = balancedDraws(others, freshGroups - 1, 1, seed + 101 + d)[0];
      const q = drawn[d];
      const na = within(a, sums.tokens);
      const nb = within(b, sums.tokens);
      const nf = within(fewer, sums.tokens);
      const nq = within(q, sums.tokens);
      const role = Uint8Array.from(a, (inA, g) => (inA ? 1 : fewer[g] ? 2 : b[g] ? 3 : q[g] ? 4 : 0));
      const sum = new Float64Array(5);
      let more = 0;
      let less = 0;
      for (let w = 0, i = 0; w < words.length; w++) {
        sum.fill(0);
        for (const end = words.start[w + 1]; i < end; i++) sum[role[words.group[i]]] += words.count[i];
        const p = sum[1] / na;
        less += divergence(p, sum[2] / nf);
        more += divergence(p, (sum[2] + sum[3]) / nb);
        value += divergence(p, sum[4] / nq);
      }
      const slope = Math.log(more / less) / Math.log(nb / nf);
      floor += less > 0 ? more * (nq / nb) ** slope : more;
    }
    return { value: (words.scale * value) / DRAWS, reference: (words.scale * floor) / DRAWS };
  },
};

/** One word's part of the divergence, in bits. */
function divergence(p: number, q: number): number {
  if (q === 0) return p / 2;
  if (p === 0) return q / 2;
  const mean = (p + q) / 2;
  return (p * Math.log2(p / mean) + q * Math.log2(q / mean)) / 2;
}
