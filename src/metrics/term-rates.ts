/**
 * Terms: the list whose rate differs most evidently from the reference's, either way. Rates of words and phrases come
 * from the profile's counts, their errors from its document groups; Benjamini-Hochberg over lists.
 */
import type { Metric } from './metric.js';
import { logIntervalOf, told, worstOf } from './told-groups.js';

export const termRates: Metric = {
  id: 'bias/terms',
  group: 'bias',
  title: 'furthest terms',
  failTitle: 'Terms stand more, or less, often than in the reference',
  why: 'Who and what is spoken of shifts before anyone reads the corpus.',
  source:
    'Ratio of rates, error of a ratio estimator over 32 document groups; Benjamini-Hochberg over lists.',
  unit: 'per million tokens',
  range: 'above 0',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.25, fail: 1.6 },
  biased: false,
  needs: '--terms FILE',
  asked: 'terms',
  estimate: ({ pool }) => {
    const all = told(pool, 'terms');
    if (!all) return { skipped: 'no --terms were given' };
    if (all.length === 0) return { insufficient: 'no list stands in either corpus' };
    const { name, ...figure } = worstOf(all, (each) => each.p, logIntervalOf, false);
    return { ...figure, about: name };
  },
};
