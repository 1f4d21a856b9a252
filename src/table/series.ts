/** One measure over all deals: what it found in each, and what was to be expected there. */
import type { Deals } from './deals.js';

export interface Series {
  value: Float64Array;
  reference: Float64Array;
}

export function newSeries({ all }: Deals): Series {
  return { value: new Float64Array(all.length), reference: new Float64Array(all.length) };
}

/**
 * Fills `reference` with the mean of `value` over the deals of the same kind: for a likeness, whose expectation is
 * that of two samples of one source at these sizes.
 */
export function expectFromDeals({ value, reference }: Series, { exchanges, splits }: Deals): void {
  const mean = (from: number, count: number) => {
    let sum = 0;
    for (let d = from; d < from + count; d++) sum += value[d] / count;
    return sum;
  };
  reference.fill(mean(1, exchanges), 0, 1 + exchanges);
  reference.fill(mean(1 + exchanges, splits), 1 + exchanges);
}

/** Counts of each code on both sides of a deal. */
export interface Counts {
  /** [3 (code + 1) + side] = rows; a missing value has the code -1. */
  cells: Int32Array;
  /** Rows with a value. */
  n: number;
  m: number;
}

export function newCounts(codes: number): Counts {
  return { cells: new Int32Array(3 * (codes + 1)), n: 0, m: 0 };
}

/** Counts the rows of a deal, or those of them that `rows` lists, without a branch a row. */
export function count(into: Counts, codes: Int32Array, deal: Uint8Array, rows?: Int32Array): void {
  const { cells } = into;
  cells.fill(0);
  if (rows) {
    for (let i = 0; i < rows.length; i++) cells[3 * codes[rows[i]] + 3 + deal[rows[i]]]++;
  } else {
    for (let row = 0; row < codes.length; row++) cells[3 * codes[row] + 3 + deal[row]]++;
  }
  let n = 0;
  let m = 0;
  for (let i = 3; i < cells.length; i += 3) {
    n += cells[i];
    m += cells[i + 1];
  }
  into.n = n;
  into.m = m;
}
