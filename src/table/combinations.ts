/**
 * Pairs of columns of categories: what is rare in two columns at once goes first, long before a category itself is gone.
 * A pair of columns is counted like one column whose categories are the combinations.
 */
import { addTails, newTailSums, type TailSums } from './categories.js';
import type { Deals } from './deals.js';
import type { CodedColumn } from './rows.js';
import { type Counts, count, newCounts } from './series.js';
import type { Sizes } from './sizes.js';

export interface Combination {
  a: CodedColumn;
  b: CodedColumn;
  /** [row] = place among the combinations that occur. */
  codes: Int32Array;
  /** [combination] = place in a's labels times b's number of labels, plus place in b's. */
  cells: number[];
}

export function* combinationsOf(columns: readonly CodedColumn[]): Generator<Combination> {
  for (let i = 0; i < columns.length; i++) {
    for (let j = i + 1; j < columns.length; j++) yield combination(columns[i], columns[j]);
  }
}

function combination(a: CodedColumn, b: CodedColumn): Combination {
  const width = b.labels.length;
  const codes = new Int32Array(a.codes.length);
  const cells: number[] = [];
  // An array of places where there are few cells, else a map.
  const dense =
    a.labels.length * width <= MOST_DENSE ? new Int32Array(a.labels.length * width).fill(-1) : null;
  const sparse = new Map<number, number>();
  for (let row = 0; row < codes.length; row++) {
    const cell = a.codes[row] * width + b.codes[row];
    let at = dense ? dense[cell] : (sparse.get(cell) ?? -1);
    if (at < 0) {
      at = cells.push(cell) - 1;
      if (dense) dense[cell] = at;
      else sparse.set(cell, at);
    }
    codes[row] = at;
  }
  return { a, b, codes, cells };
}

const MOST_DENSE = 1 << 16;

/** The sums over all pairs together. */
export function combinationSums(
  columns: readonly CodedColumn[],
  { all }: Deals,
  sizes: readonly Sizes[],
): TailSums {
  const sums = newTailSums(all.length);
  for (const { codes, cells } of combinationsOf(columns)) {
    const counts = newCounts(cells.length);
    count(counts, codes, all[0]);
    addTails(sums, 0, sizes[0], counts);
    const { rows, common } = uncommonRows(codes, counts, sizes);
    for (let d = 1; d < all.length; d++) {
      count(counts, codes, all[d], rows);
      addTails(sums, d, sizes[d], counts);
      sums.distinct[d] += common;
      sums.referenceDistinct[d] += common;
    }
  }
  return sums;
}

/**
 * The rows whose combination may be rare or absent in some deal. The others, most of them by far, hold combinations that
 * are common whichever way rows fall: there on both sides, and rare on neither.
 */
function uncommonRows(codes: Int32Array, { cells, n, m }: Counts, sizes: readonly Sizes[]) {
  const limit = Math.max(
    ...[sizes[0], sizes[sizes.length - 1]].map(({ rare, absent }) =>
      Math.max(rare.rare.length, rare.present.length, absent[0].length, absent[1].length),
    ),
  );
  const least = (2 * limit * (n + m)) / Math.min(n, m >> 1);
  const isCommon = (i: number) => cells[3 * i + 3] + cells[3 * i + 4] > least && cells[3 * i + 4] > 4 * limit;
  const rows: number[] = [];
  for (let row = 0; row < codes.length; row++) if (!isCommon(codes[row])) rows.push(row);
  let common = 0;
  for (let i = 0; 3 * i + 4 < cells.length; i++) if (isCommon(i)) common++;
  return { rows: Int32Array.from(rows), common };
}
