/** A column of categories over all deals: rare categories, number and entropy of categories, and their shares. */
import type { Deals } from './deals.js';
import type { CodedColumn } from './rows.js';
import { type Counts, count, newCounts } from './series.js';
import type { Sizes } from './sizes.js';

/** [deal] = a sum over the categories of one column, or of one pair of columns; see `rare-tables.ts`. */
export interface TailSums {
  /** Rare categories to be expected; those found in b rows of the corpus; of the remainder of the reference. */
  rare: Float64Array;
  found: Float64Array;
  kept: Float64Array;
  /** Rows on them in b rows of each. */
  rows: Float64Array;
  keptRows: Float64Array;
  /** Different categories at equal size. */
  distinct: Float64Array;
  referenceDistinct: Float64Array;
}

export interface CategorySums extends TailSums {
  /** Nats, at equal size. */
  entropy: Float64Array;
  referenceEntropy: Float64Array;
  /** Probability that two rows of a side hold the same category. */
  same: Float64Array;
  referenceSame: Float64Array;
  /** Share of each side's rows on the categories that are rare in that side itself. */
  own: Float64Array;
  referenceOwn: Float64Array;
  /** 1 - Jensen-Shannon distance (the root of the divergence to base 2). */
  likeness: Float64Array;
}

export function newTailSums(deals: number): TailSums {
  const column = () => new Float64Array(deals);
  return {
    rare: column(),
    found: column(),
    kept: column(),
    rows: column(),
    keptRows: column(),
    distinct: column(),
    referenceDistinct: column(),
  };
}

export function categorySums(column: CodedColumn, { all }: Deals, sizes: readonly Sizes[]): CategorySums {
  const own = () => new Float64Array(all.length);
  const sums: CategorySums = {
    ...newTailSums(all.length),
    entropy: own(),
    referenceEntropy: own(),
    same: own(),
    referenceSame: own(),
    own: own(),
    referenceOwn: own(),
    likeness: own(),
  };
  const counts = newCounts(column.labels.length);
  all.forEach((deal, d) => {
    count(counts, column.codes, deal);
    const { n, m, entropy } = sizes[d];
    addTails(sums, d, sizes[d], counts);
    let divergence = 0;
    for (let i = 3; i < counts.cells.length; i += 3) {
      const c = counts.cells[i];
      const k = counts.cells[i + 1];
      if (c > 0) sums.entropy[d] += entropy[0](c);
      if (k > 0) sums.referenceEntropy[d] += entropy[1](k);
      sums.same[d] += (c * (c - 1)) / (n * (n - 1));
      sums.referenceSame[d] += (k * (k - 1)) / (m * (m - 1));
      if (c <= n / 100) sums.own[d] += c / n;
      if (k <= m / 100) sums.referenceOwn[d] += k / m;
      divergence += jensen(c / n, k / m);
    }
    sums.likeness[d] = 1 - Math.sqrt(Math.min(1, Math.max(0, divergence)));
  });
  return sums;
}

/** Adds the tails of one deal's counts, at place `d`. */
export function addTails(
  sums: TailSums,
  d: number,
  { n, m, rare: tables, absent }: Sizes,
  { cells }: Counts,
): void {
  const { b, rare, kept, rows, present } = tables;
  for (let i = 3; i < cells.length; i += 3) {
    const c = cells[i];
    const k = cells[i + 1];
    if (k > 0 && k < rare.length) {
      sums.rare[d] += rare[k];
      sums.found[d] += rare[k] * (c < present.length ? present[c] : 1);
      sums.kept[d] += kept[k];
      sums.rows[d] += (rare[k] * c * b) / n;
      sums.keptRows[d] += rows[k];
    }
    if (c > 0) sums.distinct[d] += n <= m || c >= absent[0].length ? 1 : 1 - absent[0][c];
    if (k > 0) sums.referenceDistinct[d] += m <= n || k >= absent[1].length ? 1 : 1 - absent[1][k];
  }
}

/** One category's part in the Jensen-Shannon divergence, in bits (Lin 1991). */
function jensen(p: number, q: number): number {
  const middle = (p + q) / 2;
  const part = (x: number) => (x > 0 ? (x / 2) * Math.log2(x / middle) : 0);
  return part(p) + part(q);
}
