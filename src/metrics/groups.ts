/**
 * Groups: what became of the worst of them. A mean over groups hides the smallest, so the metric's value is the rate
 * of one group: of those lost beyond chance the one that lost most, else the one whose loss is least probable. A
 * hypergeometric test of its documents among all documents of both sides, Holm over the groups. Documents are taken for independent.
 */
import type { Metric } from './metric.js';
import { logInterval, rateOf, told, worstOf } from './told-groups.js';

export const groups: Metric = {
  id: 'tails/groups',
  group: 'tails',
  title: 'worst group',
  failTitle: 'A group has shrunk or is gone',
  why: 'A mean over groups hides the smallest one: here the worst group is the figure.',
  source: "Share of documents in the group; p is Fisher's exact lower tail, Holm (1979) over groups.",
  unit: 'share of documents',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.8, fail: 0.65 },
  biased: false,
  needs: '--group FIELD',
  asked: 'groups',
  estimate: ({ pool }) => {
    const all = told(pool, 'groups');
    if (!all) return { skipped: 'no --group was given' };
    if (all.length === 0) return { insufficient: 'the reference has no groups' };
    const worst = worstOf(all, (each) => each.lostP, logInterval, true);
    return { ...rateOf(worst), p: worst.lostP };
  },
};
