/** The panel of a table: every measure over all deals, pooled ones first, then column by column. */
import { shareRatioP } from '../stats/share-ratio.js';
import { TABLE_CARDS } from './cards.js';
import { type CategorySums, categorySums, type TailSums } from './categories.js';
import { combinationSums } from './combinations.js';
import type { Measure } from './compare-series.js';
import type { Deals } from './deals.js';
import { type End, type NumberSums, numberSums } from './numbers.js';
import type { CodedColumn, Rows } from './rows.js';
import { count, expectFromDeals, newCounts, newSeries, type Series } from './series.js';
import { type Sizes, sizesOfDeals } from './sizes.js';

/** Fewer rare categories, or rows on them, than this say nothing. */
const LEAST_RARE = 5;
const LEAST_RARE_ROWS = 10;
/** Rows beyond a point that are to be expected at least. */
const LEAST_BEYOND = 5;
/** A column has its own line for rare categories from so many on. */
const OWN_LINE = 10;

export interface Panel {
  measures: Measure[];
  /** What the loss of a tail is weighed against, by the tail's id; see `verdict-of-table.ts`. */
  balances: Map<string, Series>;
}

export function measureRows(rows: Rows, deals: Deals, group: string | undefined): Panel {
  const { n, m, columns } = rows;
  const sizes = sizesOfDeals(deals, n, m);
  const panel: Panel = { measures: [], balances: new Map() };
  const categories = columns.filter(({ kind }) => kind === 'category');
  const numbers = columns.filter(({ kind }) => kind === 'number');
  const sums = categories.map((column) => categorySums(column, deals, sizes));
  const found = numbers.map((column) => numberSums(column, deals, sizes));
  if (categories.length > 0) poolCategories(panel, sums, deals, n);
  if (categories.length > 1) {
    const pairs = combinationSums(categories, deals, sizes);
    putSurvival(panel, TABLE_CARDS.combinations, pairs, deals, n);
  }
  if (numbers.length > 0) poolNumbers(panel, found, deals, n, m);
  categories.forEach((column, c) => {
    putCategories(panel, column, sums[c], deals, n);
  });
  numbers.forEach((column, c) => {
    putNumbers(panel, column, found[c], deals);
  });
  const grouped = columns.find(({ name }) => name === group);
  if (grouped) putGroups(panel, grouped, deals, sizes);
  return panel;
}

function put(
  panel: Panel,
  card: Measure['card'],
  column: string | undefined,
  series: Series,
  n: number,
  rest: Partial<Measure> = {},
) {
  const id = column === undefined ? card.id : `${card.id}:${column}`;
  const title = column === undefined ? card.title : `${column}: ${card.title}`;
  const measure: Measure = { card, id, title, series, n, ...rest };
  panel.measures.push(measure);
  return measure;
}

/** A series from sums over columns. */
function series(deals: Deals, value: (d: number) => number, reference: (d: number) => number): Series {
  const made = newSeries(deals);
  for (let d = 0; d < deals.all.length; d++) {
    made.value[d] = value(d);
    made.reference[d] = reference(d);
  }
  return made;
}

function total<T>(parts: readonly T[], of: (part: T) => number): number {
  let sum = 0;
  for (const part of parts) sum += of(part);
  return sum;
}

/** Survival, half a category added on both sides so that no ratio is of nothing, with its balance. */
function putSurvival(
  panel: Panel,
  card: Measure['card'],
  sums: TailSums,
  deals: Deals,
  n: number,
  column?: string,
) {
  const { rare, found, kept, distinct, referenceDistinct } = sums;
  const few = rare[0] < LEAST_RARE ? { skip: `fewer than ${LEAST_RARE} are rare in the reference` } : {};
  const survival = series(
    deals,
    (d) => (found[d] + 0.5) / (rare[d] + 0.5),
    (d) => (kept[d] + 0.5) / (rare[d] + 0.5),
  );
  const { id } = put(panel, card, column, survival, n, few);
  panel.balances.set(id, { value: distinct, reference: referenceDistinct });
}

function poolTails(all: readonly TailSums[]): TailSums {
  const pooled = { ...all[0] };
  for (const key of Object.keys(pooled) as (keyof TailSums)[]) {
    pooled[key] = all[0][key].map((_, d) => total(all, (each) => each[key][d]));
  }
  return pooled;
}

function poolCategories(panel: Panel, all: readonly CategorySums[], deals: Deals, n: number): void {
  const pooled = poolTails(all);
  putSurvival(panel, TABLE_CARDS.categories, pooled, deals, n);
  const cells = n * all.length;
  const rows = series(
    deals,
    (d) => (pooled.rows[d] + 0.5) / cells,
    (d) => (pooled.keptRows[d] + 0.5) / cells,
  );
  const few =
    pooled.keptRows[0] < LEAST_RARE_ROWS
      ? { skip: `fewer than ${LEAST_RARE_ROWS} rows on rare categories are to be expected` }
      : {};
  const { id } = put(panel, TABLE_CARDS.categoryRows, undefined, rows, n, few);
  panel.balances.set(
    id,
    series(
      deals,
      (d) => total(all, ({ own }) => own[d]),
      (d) => total(all, ({ referenceOwn }) => referenceOwn[d]),
    ),
  );
  put(
    panel,
    TABLE_CARDS.distinct,
    undefined,
    { value: pooled.distinct, reference: pooled.referenceDistinct },
    n,
  );
  const effective = series(
    deals,
    (d) => Math.exp(total(all, ({ entropy }) => entropy[d]) / all.length),
    (d) => Math.exp(total(all, ({ referenceEntropy }) => referenceEntropy[d]) / all.length),
  );
  put(panel, TABLE_CARDS.effective, undefined, effective, n);
  const common = series(
    deals,
    (d) => Math.exp(-total(all, ({ same }) => Math.log(Math.max(1e-9, same[d]))) / all.length),
    (d) =>
      Math.exp(-total(all, ({ referenceSame }) => Math.log(Math.max(1e-9, referenceSame[d]))) / all.length),
  );
  put(panel, TABLE_CARDS.common, undefined, common, n);
  const likeness = series(
    deals,
    (d) => total(all, (each) => each.likeness[d]) / all.length,
    () => 0,
  );
  expectFromDeals(likeness, deals);
  put(panel, TABLE_CARDS.driftCategories, undefined, likeness, n);
}

function putCategories(panel: Panel, column: CodedColumn, sums: CategorySums, deals: Deals, n: number): void {
  const { name } = column;
  if (sums.rare[0] >= OWN_LINE) putSurvival(panel, TABLE_CARDS.categories, sums, deals, n, name);
  const effective = series(
    deals,
    (d) => Math.exp(sums.entropy[d]),
    (d) => Math.exp(sums.referenceEntropy[d]),
  );
  put(panel, TABLE_CARDS.effective, name, effective, n);
  const likeness = series(
    deals,
    (d) => sums.likeness[d],
    () => 0,
  );
  expectFromDeals(likeness, deals);
  put(panel, TABLE_CARDS.driftCategories, name, likeness, n);
}

function poolNumbers(panel: Panel, all: readonly NumberSums[], deals: Deals, n: number, m: number): void {
  const ends = all.flatMap(({ below, above }) => [below, above]).filter(({ none }) => none === undefined);
  const known = (d: number) => ends.filter(({ value }) => !Number.isNaN(value[d]));
  const sums = series(
    deals,
    (d) => total(known(d), ({ value }) => value[d]),
    (d) => total(known(d), ({ reference }) => reference[d]),
  );
  // The geometric mean, because half a row makes the log of each end unbiased, and no end outweighs the others.
  const tails = series(
    deals,
    (d) => Math.exp(total(known(d), ({ value }) => Math.log(value[d])) / known(d).length),
    (d) => Math.exp(total(known(d), ({ reference }) => Math.log(reference[d])) / known(d).length),
  );
  const expected = sums.reference[0] * Math.min(n, m);
  const { id } = put(panel, TABLE_CARDS.numbers, undefined, tails, n, {
    ...(ends.length === 0 ? { skip: 'no column of numbers has a tail' } : {}),
    ...(expected < LEAST_BEYOND ? { lack: `needs ${LEAST_BEYOND} values beyond the points` } : {}),
  });
  panel.balances.set(id, sums);
  const spreads = all.filter(({ referenceSpread }) => referenceSpread[0] > 0);
  const spread = series(
    deals,
    (d) => {
      const usable = spreads.filter(({ referenceSpread }) => referenceSpread[d] > 0);
      return Math.exp(
        total(usable, (each) => Math.log(Math.max(1e-9, each.spread[d] / each.referenceSpread[d]))) /
          usable.length,
      );
    },
    () => 1,
  );
  put(panel, TABLE_CARDS.spread, undefined, spread, n, spreads.length === 0 ? { skip: NO_SPREAD } : {});
  const likeness = series(
    deals,
    (d) => total(all, (each) => each.likeness[d]) / all.length,
    () => 0,
  );
  expectFromDeals(likeness, deals);
  put(panel, TABLE_CARDS.driftNumbers, undefined, likeness, n);
  const open = all.filter((each) => each.n < n || each.m < m);
  if (open.length === 0) return;
  const missing = series(
    deals,
    (d) => total(open, (each) => each.missing[d]) / open.length,
    (d) => total(open, (each) => each.referenceMissing[d]) / open.length,
  );
  put(panel, TABLE_CARDS.missing, undefined, missing, n);
}

const NO_SPREAD = 'nine tenths of the reference are one value';

function putNumbers(panel: Panel, { name }: CodedColumn, sums: NumberSums, deals: Deals): void {
  const { n, m, below, above } = sums;
  const both: Series = series(
    deals,
    (d) => sumKnown(below.value[d], above.value[d]),
    (d) => sumKnown(below.reference[d], above.reference[d]),
  );
  const ends: [Measure['card'], End][] = [
    [TABLE_CARDS.below, below],
    [TABLE_CARDS.above, above],
  ];
  for (const [card, end] of ends) {
    const few = Math.min(n, m) / 100 < LEAST_BEYOND;
    const { id } = put(panel, card, name, end, n, {
      exact: { p: end.p },
      ...(end.none === undefined ? {} : { skip: end.none }),
      ...(few ? { lack: `needs ${100 * LEAST_BEYOND} values on each side` } : {}),
    });
    panel.balances.set(id, both);
  }
  const flat = sums.referenceSpread[0] > 0 ? {} : { skip: NO_SPREAD };
  put(panel, TABLE_CARDS.spread, name, { value: sums.spread, reference: sums.referenceSpread }, n, flat);
  const likeness = series(
    deals,
    (d) => sums.likeness[d],
    () => 0,
  );
  expectFromDeals(likeness, deals);
  put(panel, TABLE_CARDS.driftNumbers, name, likeness, n);
}

function sumKnown(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + b;
}

/** One measure a group; the balance of all of them is the share of rows in the groups that are small. */
function putGroups(panel: Panel, column: CodedColumn, deals: Deals, sizes: readonly Sizes[]): void {
  const counts = newCounts(column.labels.length);
  const all = column.labels.map(() => newSeries(deals));
  const small = newSeries(deals);
  deals.all.forEach((deal, d) => {
    count(counts, column.codes, deal);
    const { n, m } = sizes[d];
    column.labels.forEach((_, g) => {
      all[g].value[d] = (counts.cells[3 * g + 3] + 0.5) / (n + 0.5);
      all[g].reference[d] = (counts.cells[3 * g + 4] + 0.5) / (m + 0.5);
      if (counts.cells[3 * g + 4] > MINORITY * m) return;
      small.value[d] += counts.cells[3 * g + 3] / n;
      small.reference[d] += counts.cells[3 * g + 4] / m;
    });
  });
  count(counts, column.codes, deals.all[0]);
  const { n, m } = sizes[0];
  column.labels.forEach((label, g) => {
    if (counts.cells[3 * g + 4] === 0) return;
    const p = shareRatioP(counts.cells[3 * g + 3], n, counts.cells[3 * g + 4], m);
    const group = label === '' ? '(missing)' : label;
    const { id } = put(panel, TABLE_CARDS.group, group, all[g], n, { title: `group ${group}`, exact: { p } });
    if (counts.cells[3 * g + 4] <= MINORITY * m) panel.balances.set(id, small);
  });
}

/** A group is a minority with at most this share of the reference's rows. */
export const MINORITY = 0.1;
