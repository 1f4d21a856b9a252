/**
 * The share of documents that loop. A token is recycled when the 8-gram that ends at it already ended within the
 * previous 1,000 tokens: loops have long periods, so adjacent repeats alone miss them. A window of 100 tokens loops
 * when half of it is recycled, a document when a tenth of its windows do, so that long documents are not flagged
 * for being long. The flag is set while counting (see `docs/profile.md`).
 */
import type { Metric } from './metric.js';
import { shareEstimate } from './share-estimate.js';

export const loops: Metric = {
  id: 'repetition/loops',
  group: 'repetition',
  title: 'documents without loops',
  failTitle: 'Documents loop',
  why: 'Text that repeats itself is what late collapse ends in, and training on it teaches repeating.',
  source:
    'Rae et al. 2021 (Gopher), Table A1, repeated n-gram shares; we count per window, within 1,000 tokens.',
  unit: 'share of documents',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'complement',
  bounds: { warn: 0.99, fail: 0.95 },
  biased: false,
  needs: '',
  estimate: (pair) => shareEstimate(pair, (sums) => sums.looping),
};
