/**
 * Groups: the own words of the worst of them. `tails/coverage` of each group's part of the corpus against its part of
 * the reference; the metric is about the group with the strongest evidence of loss (Holm over groups). A group can
 * keep its documents and lose its words.
 */
import type { Metric } from './metric.js';
import { logIntervalOf, told, worstOf } from './told-groups.js';

export const groupCoverage: Metric = {
  id: 'tails/group-coverage',
  group: 'tails',
  title: "worst group's words",
  failTitle: 'The words of a group are missing',
  why: 'A group that is still there may have lost what only it says.',
  source: 'tails/coverage of each group against its own part of the reference; Holm (1979) over groups.',
  unit: 'share of reference words',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.97, fail: 0.93 },
  biased: false,
  needs: '--group FIELD, a group of 30 documents on both sides',
  asked: 'groups',
  estimate: ({ pool }) => {
    const all = told(pool, 'group-coverage');
    if (!all) return { skipped: 'no --group was given' };
    if (all.length === 0) return { insufficient: 'no group has 30 documents and 5000 tokens on both sides' };
    const { name, ...figure } = worstOf(
      all,
      (each) => (each.value < each.reference ? each.p : 1),
      logIntervalOf,
      true,
    );
    return { ...figure, about: name };
  },
};
