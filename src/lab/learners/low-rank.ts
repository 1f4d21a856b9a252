/**
 * Truncated singular value decomposition of a table of counts that is mostly zero, as a recommender: a user's counts
 * projected onto the `rank` leading directions of items (PureSVD, Cremonesi et al. 2010). The directions are found by
 * subspace iteration from a random start (Halko et al. 2011, algorithm 4.4).
 */

import { orthonormal } from '../../stats/orthonormal.js';
import type { Random } from '../../stats/random.js';

export interface LowRank {
  rank: number;
  /** [user * rank + r] */
  users: Float64Array;
  /** [item * rank + r] */
  items: Float64Array;
}

/** One weight a (user, item); the same pair may come again and adds up. */
export interface Entries {
  user: Uint32Array;
  item: Uint32Array;
  weight: Float64Array | undefined;
}

const ITERATIONS = 5;

/** The rank is lower where the counts have no more directions. */
export function lowRank(
  entries: Entries,
  users: number,
  items: number,
  wanted: number,
  random: Random,
): LowRank {
  const rank = Math.min(wanted, users, items);
  let directions = orthonormal(
    Float64Array.from({ length: rank * items }, () => random.normal()),
    items,
  );
  for (let i = 0; i < ITERATIONS; i++) {
    const seen = directions.map((direction) => times(entries, direction, users));
    directions = orthonormal(joined(seen.map((each) => transposed(entries, each, items))), items);
  }
  const projected = directions.map((direction) => times(entries, direction, users));
  return {
    rank: directions.length,
    users: interleaved(projected, users),
    items: interleaved(directions, items),
  };
}

export function scoreOf({ rank, users, items }: LowRank, user: number, item: number): number {
  let score = 0;
  for (let r = 0; r < rank; r++) score += users[user * rank + r] * items[item * rank + r];
  return score;
}

function times({ user, item, weight }: Entries, direction: Float64Array, users: number): Float64Array {
  const product = new Float64Array(users);
  for (let e = 0; e < user.length; e++) product[user[e]] += (weight ? weight[e] : 1) * direction[item[e]];
  return product;
}

function transposed({ user, item, weight }: Entries, side: Float64Array, items: number): Float64Array {
  const product = new Float64Array(items);
  for (let e = 0; e < user.length; e++) product[item[e]] += (weight ? weight[e] : 1) * side[user[e]];
  return product;
}

function joined(rows: Float64Array[]): Float64Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float64Array(rows.length * width);
  rows.forEach((row, r) => {
    all.set(row, r * width);
  });
  return all;
}

function interleaved(rows: Float64Array[], length: number): Float64Array {
  return Float64Array.from({ length: length * rows.length }, (_, i) => {
    const r = i % rows.length;
    return rows[r][(i - r) / rows.length];
  });
}
