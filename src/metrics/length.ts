/**
 * Typical document length: the geometric mean of the tokens per distinct text, which one giant document cannot
 * move. Length alone is never collapse; it is shown because it changes what the other metrics can see.
 */
import type { Metric } from './metric.js';
import { type Side, sumOver } from './side.js';

export const length: Metric = {
  id: 'centre/length',
  group: 'centre',
  title: 'typical document length',
  failTitle: 'Documents have another length',
  why: 'Documents cut or padded to another length are compared with care; length alone is never collapse.',
  source: 'Geometric mean of tokens per document.',
  unit: 'tokens',
  range: 'above 0',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.5, fail: 3 },
  biased: false,
  needs: 'two different texts a side',
  estimate: ({ pool, corpus, reference }) => {
    const moments = (side: Side) => {
      const n = sumOver(side, pool.sums.nonEmpty);
      const mean = sumOver(side, pool.sums.logTokens) / n;
      // Where all documents are of one length, rounding alone may leave it below 0.
      const variance = Math.max(0, (sumOver(side, pool.sums.logTokens2) - n * mean * mean) / (n - 1));
      return { n, mean, error2: variance / n };
    };
    const c = moments(corpus);
    const r = moments(reference);
    if (Math.min(c.n, r.n) < 2) return { insufficient: 'a side has fewer than two different texts' };
    return {
      value: Math.exp(c.mean),
      reference: Math.exp(r.mean),
      // Lengths are known document by document, which is better than what their groups tell.
      logError: Math.sqrt(c.error2 + r.error2),
    };
  },
};
