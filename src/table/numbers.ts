/**
 * A column of numbers over all deals: the mass beyond the reference's 1 % and 99 % points, a robust spread, and the
 * likeness of the two distributions. Everything is counted on the distinct values, so that ties need no care.
 */
import { hypergeometricLower } from '../stats/hypergeometric.js';
import type { Deals } from './deals.js';
import type { CodedColumn } from './rows.js';
import { type Counts, count, newCounts } from './series.js';
import type { Sizes } from './sizes.js';

export interface End {
  /** [deal] = rows of each side beyond the point, half a row added, over the rows. NaN where there is no tail. */
  value: Float64Array;
  reference: Float64Array;
  /** In the real deal: the exact two-sided p-value, and why there is no tail. */
  p: number;
  none?: string;
}

export interface NumberSums {
  below: End;
  above: End;
  /** Mean absolute deviation from the median, of values drawn in to the reference's 5 % and 95 % points. */
  spread: Float64Array;
  referenceSpread: Float64Array;
  /** 1 - Kolmogorov and Smirnov's largest difference of the two distribution functions. */
  likeness: Float64Array;
  /** Shares of the rows with no value. */
  missing: Float64Array;
  referenceMissing: Float64Array;
  /** Rows with a value in the real deal. */
  n: number;
  m: number;
}

/** The point of a tail is the cut with this share of the rows beyond it or the next less, else the next more; within a factor of 3. */
const TAIL = 0.01;

export function numberSums(column: CodedColumn, { all }: Deals, sizes: readonly Sizes[]): NumberSums {
  const own = () => new Float64Array(all.length);
  const end = (): End => ({ value: own(), reference: own(), p: 1 });
  const sums: NumberSums = {
    below: end(),
    above: end(),
    spread: own(),
    referenceSpread: own(),
    likeness: own(),
    missing: own(),
    referenceMissing: own(),
    n: 0,
    m: 0,
  };
  const counts = newCounts(column.values.length);
  const spread = new Float64Array(2);
  all.forEach((deal, d) => {
    count(counts, column.codes, deal);
    const { n: sideN, m: sideM } = sizes[d];
    if (d === 0) Object.assign(sums, { n: counts.n, m: counts.m });
    sums.missing[d] = (sideN - counts.n + 0.5) / (sideN + 1);
    sums.referenceMissing[d] = (sideM - counts.m + 0.5) / (sideM + 1);
    setEnd(sums.below, d, counts, column.values, 1);
    setEnd(sums.above, d, counts, column.values, -1);
    setSpread(spread, counts, column.values);
    sums.spread[d] = spread[0];
    sums.referenceSpread[d] = spread[1];
    sums.likeness[d] = 1 - largestGap(counts);
  });
  return sums;
}

/**
 * Half a row is added to both counts: log((c + 1/2) / n) is unbiased for the log of a small share, whether the point is
 * an order statistic of continuous values or stands among few values with many ties, and a tail that is gone gives a
 * finite ratio.
 */
function setEnd(end: End, d: number, { cells, n, m }: Counts, values: Float64Array, step: 1 | -1): void {
  const first = step === 1 ? 0 : values.length - 1;
  let beyond = 0;
  let best = Number.POSITIVE_INFINITY;
  let cut = -1;
  let rows = 0;
  for (let i = first; i >= 0 && i < values.length && beyond <= 3 * TAIL * m; i += step) {
    const off = beyond > 0 && cells[3 * i + 4] > 0 ? Math.abs(Math.log(beyond / (TAIL * m))) : best;
    // A cut within the share is taken before one beyond it, so that values clipped at the point itself lie inside.
    const isWithin = rows > 0 && rows >= (TAIL / 3) * m;
    if (off < best && !(beyond > TAIL * m && isWithin)) {
      best = off;
      cut = i;
      rows = beyond;
    }
    beyond += cells[3 * i + 4];
  }
  if (best > Math.log(3)) {
    end.value[d] = Number.NaN;
    end.reference[d] = Number.NaN;
    if (d === 0) end.none = noTail(values, cells, m, first, step);
    return;
  }
  let found = 0;
  for (let i = first; i !== cut; i += step) found += cells[3 * i + 3];
  end.value[d] = (found + 0.5) / (n + 0.5);
  end.reference[d] = (rows + 0.5) / (m + 0.5);
  if (d === 0) end.p = orderP(found, n, rows + 1, m);
}

/**
 * Two-sided p-value of `found` of n values beyond the r-th outermost of m others, whatever their distribution: at most x
 * lie beyond it exactly when at most x of the outermost r + x of all are among the n. The counts are small and skewed,
 * where the spread of their logs would promise too much.
 */
function orderP(found: number, n: number, r: number, m: number): number {
  const atMost = (x: number) => (x < 0 ? 0 : hypergeometricLower(x, n + m, n, r + x));
  return Math.min(1, 2 * Math.min(atMost(found), 1 - atMost(found - 1)));
}

function noTail(values: Float64Array, cells: Int32Array, m: number, first: number, step: 1 | -1): string {
  let i = first;
  while (cells[3 * i + 4] === 0 && i + step >= 0 && i + step < values.length) i += step;
  const word = step === 1 ? 'smallest' : 'largest';
  return `there is no tail: ${((100 * cells[3 * i + 4]) / m).toFixed(1)} % of the reference's rows hold the ${word} value`;
}

function setSpread(into: Float64Array, { cells, n, m }: Counts, values: Float64Array): void {
  const low = values[place(cells, 1, 0.05 * m)];
  const high = values[place(cells, 1, 0.95 * m)];
  into[0] = deviation(cells, 0, n, values, low, high);
  into[1] = deviation(cells, 1, m, values, low, high);
}

/** The first place whose cumulated count reaches `rows`. */
function place(cells: Int32Array, side: 0 | 1, rows: number): number {
  let sum = 0;
  const length = cells.length / 3 - 1;
  for (let i = 0; i < length; i++) {
    sum += cells[3 * i + 3 + side];
    if (sum >= rows && sum > 0) return i;
  }
  return length - 1;
}

function deviation(
  cells: Int32Array,
  side: 0 | 1,
  rows: number,
  values: Float64Array,
  low: number,
  high: number,
): number {
  if (rows === 0) return Number.NaN;
  const clamp = (x: number) => Math.min(high, Math.max(low, x));
  const median = clamp(values[place(cells, side, rows / 2)]);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const rowsHere = cells[3 * i + 3 + side];
    if (rowsHere > 0) sum += rowsHere * Math.abs(clamp(values[i]) - median);
  }
  return sum / rows;
}

function largestGap({ cells, n, m }: Counts): number {
  let gap = 0;
  let c = 0;
  let k = 0;
  for (let i = 0; 3 * i + 4 < cells.length; i++) {
    c += cells[3 * i + 3];
    k += cells[3 * i + 4];
    gap = Math.max(gap, Math.abs(c / n - k / m));
  }
  return gap;
}
