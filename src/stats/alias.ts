/** Draws from many weighted choices at a constant cost each: Walker's alias method, in Vose's form (1991). */
import type { Random } from './random.js';

export interface AliasTable {
  /** [i] = chance that cell i gives i; else it gives `other[i]`. */
  own: Float64Array;
  other: Uint32Array;
}

/** Weights are at least 0, with a sum above 0. */
export function aliasTable(weights: Float64Array): AliasTable {
  const n = weights.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i];
  const own = new Float64Array(n);
  const other = new Uint32Array(n);
  // One array holds both stacks: cells below the mean from the left, the others from the right.
  const open = new Uint32Array(n);
  let small = 0;
  let large = n;
  for (let i = 0; i < n; i++) {
    own[i] = (weights[i] * n) / sum;
    other[i] = i;
    if (own[i] < 1) open[small++] = i;
    else open[--large] = i;
  }
  while (small > 0 && large < n) {
    const low = open[--small];
    const high = open[large];
    other[low] = high;
    own[high] -= 1 - own[low];
    if (own[high] < 1) {
      large++;
      open[small++] = high;
    }
  }
  // What rounding has left over is full.
  for (let i = 0; i < small; i++) own[open[i]] = 1;
  for (let i = large; i < n; i++) own[open[i]] = 1;
  return { own, other };
}

export function drawAlias({ own, other }: AliasTable, random: Random): number {
  // The part of a uniform number behind the cell is uniform again: one draw does for both.
  const x = random.uniform() * own.length;
  const cell = Math.floor(x);
  return x - cell < own[cell] ? cell : other[cell];
}
