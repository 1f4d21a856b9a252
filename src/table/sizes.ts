/** What depends on the sizes of two sides alone; one for the real comparison, one for halves of the reference. */
import type { Deals } from './deals.js';
import { entropyTable } from './entropy-table.js';
import { absentTable, type RareTables, rareTables } from './rare-tables.js';

export interface Sizes {
  n: number;
  m: number;
  rare: RareTables;
  /** [c] = probability that a category with c rows is not among the rows of the smaller side's number. */
  absent: [Float64Array, Float64Array];
  /** A category's part in the entropy at the smaller side's number of rows. */
  entropy: [(c: number) => number, (k: number) => number];
}

export function sizesOf(n: number, m: number): Sizes {
  const b = Math.min(n, m);
  return {
    n,
    m,
    rare: rareTables(n, m),
    absent: [absentTable(n, b), absentTable(m, b)],
    entropy: [entropyTable(n, b), entropyTable(m, b)],
  };
}

/** [deal] = the sizes of its sides. */
export function sizesOfDeals({ all, exchanges }: Deals, n: number, m: number): Sizes[] {
  const real = sizesOf(n, m);
  const halves = sizesOf(m >> 1, m - (m >> 1));
  return all.map((_, d) => (d <= exchanges ? real : halves));
}
