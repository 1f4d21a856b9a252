import { absent } from '../stats/absent.js';
import type { Pair, Side } from './side.js';

/** The number of distinct n-grams in a draw of g of the side's groups: sum over types of 1 - C(G-k, g)/C(G, g). */
export function typesCurve({ pool }: Pair, side: Side, order: number): (g: number) => number {
  const holders = pool.holders[order - 1];
  const G = side.groups.length;
  const byK = new Float64Array(G + 1);
  for (let i = 0; i < holders.length; i++) {
    byK[popcount(holders.corpus[i] & side.corpus) + popcount(holders.reference[i] & side.reference)] +=
      holders.types[i];
  }
  return (g) => {
    let types = 0;
    for (let k = 1; k <= G; k++) if (byK[k] > 0) types += byK[k] * (1 - absent(G, k, g));
    return types;
  };
}

export function popcount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
