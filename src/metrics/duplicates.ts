/**
 * The share of documents that are exact copies of another one (all but the first of each text). Copies are counted
 * here and taken out before every other metric: a fifth of copied documents would otherwise cut the once-only words
 * by a fifth and read as early collapse (Lee et al. 2022, "Deduplicating Training Data").
 */
import type { Metric } from './metric.js';
import { shareEstimate } from './share-estimate.js';

export const duplicates: Metric = {
  id: 'repetition/duplicates',
  group: 'repetition',
  title: 'documents that are no copies',
  failTitle: 'Documents are copied',
  why: 'Copies waste budget, are memorised, and hide how little there is.',
  source: 'Exact copies by 64-bit hash of the text; cf. Lee et al. 2022, sec. 4.',
  unit: 'share of documents',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'complement',
  bounds: { warn: 0.99, fail: 0.95 },
  biased: false,
  needs: '',
  estimate: (pair) =>
    shareEstimate(pair, (sums) => sums.documents.map((documents, g) => documents - sums.texts[g])),
};
