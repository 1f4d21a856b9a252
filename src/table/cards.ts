/** What is measured of a table: one card a family. A member's id is the family's, with `:column` where it has one. */
import { type Card, card, cardAmong } from './card.js';

const HALVED =
  'Own construction: a part of the reference says what is rare, the remainder what a fresh sample keeps; the mean over all partitions in closed form (hypergeometric; after Hurlbert 1971).';

export const TABLE_CARDS = {
  categories: card('tails/categories', 'rare categories found', {
    failTitle: 'rare categories are gone',
    why: 'A generator that learns from a sample forgets first what was rare in it: the seldom diagnosis, the small town. Nobody misses it in a mean.',
    source: HALVED,
    unit: 'share of rare categories',
    range: '0 to 1',
    bounds: { warn: 0.9, fail: 0.75 },
    needs: 'five rare categories',
  }),
  categoryRows: card('tails/category-rows', 'rows on rare categories', {
    failTitle: 'rare categories have fewer rows',
    why: 'Rare categories shrink before they vanish.',
    source: HALVED,
    unit: 'share of cells',
    range: '0 to 1',
    bounds: { warn: 0.8, fail: 0.65 },
    needs: 'ten rows on rare categories',
  }),
  combinations: card('tails/combinations', 'rare combinations found', {
    failTitle: 'rare combinations are gone',
    why: 'A pair of values that seldom meet is lost while each of them is still there: the first loss that a table shows.',
    source: `${HALVED} A combination is a pair of categories of two columns.`,
    unit: 'share of rare combinations',
    range: '0 to 1',
    bounds: { warn: 0.92, fail: 0.8 },
    needs: 'five rare combinations',
  }),
  numbers: card('tails/numbers', 'mass in the tails of numbers', {
    failTitle: 'the extremes of numbers are gone',
    why: 'Averages hold while extremes go: the first sign that a generator has narrowed.',
    source:
      "Mass beyond the reference's 1 % and 99 % points, half a row added; the geometric mean over columns and ends.",
    unit: 'share of values',
    range: '0 to 1',
    bounds: { warn: 0.8, fail: 0.65 },
    needs: '5 values to be expected beyond the points',
  }),
  below: card('tails/below', 'mass below the 1 % point', {
    failTitle: 'the lower extremes are gone',
    why: 'The lowest values of a column, which averages do not show.',
    source:
      "Mass below the reference's 1 % point (where values are tied, the next cut within a factor of 3); half a row is added. p is exact, from order statistics.",
    unit: 'share of values',
    range: '0 to 1',
    bounds: { warn: 0.7, fail: 0.5 },
    needs: '500 values on each side',
  }),
  above: card('tails/above', 'mass above the 99 % point', {
    failTitle: 'the upper extremes are gone',
    why: 'The highest values of a column, which averages do not show.',
    source:
      "Mass above the reference's 99 % point (where values are tied, the next cut within a factor of 3); half a row is added. p is exact, from order statistics.",
    unit: 'share of values',
    range: '0 to 1',
    bounds: { warn: 0.7, fail: 0.5 },
    needs: '500 values on each side',
  }),
  group: card('tails/group', 'rows of the group', {
    failTitle: 'a group has shrunk or is gone',
    why: 'A mean over groups hides the smallest one: each is told by itself.',
    source:
      "Share of rows in the group, half a row added; p is twice the smaller tail of Fisher's exact test.",
    unit: 'share of rows',
    range: '0 to 1',
    bounds: { warn: 0.8, fail: 0.65 },
    needs: '--group COLUMN',
  }),
  effective: card('diversity/categories', 'effective categories', {
    failTitle: 'categories are less varied',
    why: 'How many categories there would be if all were equally frequent: it falls when the common ones take over.',
    source:
      'exp of the entropy at equal size (Chao, Wang and Jost 2013, eq. 4, first term); over columns the geometric mean.',
    unit: 'categories',
    range: '1 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '',
  }),
  common: card('diversity/common-categories', 'effective common categories', {
    failTitle: 'a few categories have taken over',
    why: 'Rare categories hardly count here: it falls when the whole narrows, not when the tail alone is lost.',
    source:
      "Simpson's (1949) unbiased estimate, inverted (Hill's number of order 2); over columns the geometric mean.",
    unit: 'categories',
    range: '1 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '',
  }),
  distinct: card('diversity/distinct-categories', 'different categories', {
    failTitle: 'there are fewer categories',
    why: 'Lost categories count against new ones here: a shift trades them, a collapse only loses.',
    source: 'Rarefaction (Hurlbert 1971), rows as units, summed over the columns.',
    unit: 'categories',
    range: '1 or more',
    bounds: { warn: 0.93, fail: 0.8 },
    needs: '',
  }),
  spread: card('diversity/spread', 'spread of numbers', {
    failTitle: 'numbers have drawn together',
    why: 'Variance goes to 0 when generators learn from one another: late collapse in numbers.',
    source:
      "Mean absolute deviation from the median, of values drawn in to the reference's 5 % and 95 % points; over columns the geometric mean of the ratios.",
    unit: "in the column's unit; of all columns, a ratio",
    range: '0 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '',
  }),
  driftCategories: card('drift/categories', 'likeness of categories', {
    failTitle: 'category shares have moved',
    why: 'How much of the distribution stayed where it was. Movement alone is no collapse.',
    source:
      'Lin (1991): 1 less the root of the Jensen-Shannon divergence to base 2; the reference is what two samples of one source show at these sizes.',
    unit: '1 - Jensen-Shannon distance',
    range: '0 to 1',
    bounds: { warn: 0.95, fail: 0.9 },
    needs: '',
  }),
  driftNumbers: card('drift/numbers', 'likeness of numbers', {
    failTitle: 'numbers have moved',
    why: 'How much of the distribution stayed where it was. Movement alone is no collapse.',
    source:
      "1 less Kolmogorov and Smirnov's largest difference; the reference is what two samples of one source show at these sizes.",
    unit: '1 - Kolmogorov-Smirnov distance',
    range: '0 to 1',
    bounds: { warn: 0.95, fail: 0.9 },
    needs: '',
  }),
  missing: card('drift/missing', 'numbers that are missing', {
    failTitle: 'missing values have become more or fewer',
    why: 'Generators like to fill in what people left open. A sign of another process, not of collapse.',
    source: 'Share of cells without a value, over the columns of numbers that have any.',
    unit: 'share of cells',
    range: '0 to 1',
    direction: 'both',
    bounds: { warn: 1.5, fail: 3 },
    needs: '',
  }),
} as const satisfies Record<string, Card>;

/** The card of a metric's id, with or without its column. */
export function tableCard(id: string): Card | undefined {
  return cardAmong(TABLE_CARDS, id);
}
