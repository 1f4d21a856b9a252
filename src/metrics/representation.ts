/**
 * Representation: the group whose rate differs most evidently from the reference's, either way. Interval of the ratio
 * of two shares from Wilson's; Benjamini-Hochberg over groups.
 */
import type { Metric } from './metric.js';
import { logInterval, rateOf, told, worstOf } from './told-groups.js';

export const representation: Metric = {
  id: 'bias/representation',
  group: 'bias',
  title: 'furthest group',
  failTitle: 'A group is over- or under-represented',
  why: 'A corpus that speaks more of some groups than people do passes that on to what learns from it.',
  source:
    'Ratio of shares, Wilson (1927) intervals joined after Donner & Zou 2012; Benjamini-Hochberg over groups.',
  unit: 'share of documents',
  range: '0 to 1',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.25, fail: 1.6 },
  biased: false,
  needs: '--group FIELD',
  asked: 'groups',
  estimate: ({ pool }) => {
    const all = told(pool, 'groups');
    if (!all) return { skipped: 'no --group was given' };
    if (all.length === 0) return { insufficient: 'the reference has no groups' };
    const worst = worstOf(all, (each) => each.q, logInterval, false);
    return { ...rateOf(worst), p: worst.q };
  },
};
