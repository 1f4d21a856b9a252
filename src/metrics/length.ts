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
  needs: '',
  estimate: (pair) => {
    const mean = (side: Side) =>
      Math.exp(sumOver(side, pair.pool.sums.logTokens) / sumOver(side, pair.pool.sums.nonEmpty));
    return { value: mean(pair.corpus), reference: mean(pair.reference) };
  },
};
