import type { CellTable } from '../profile/profile.js';

/**
 * How many cells of each table lie in the slice of type space that both hold: tables over their capacity keep only
 * the hashes below a power of two, and keys are sorted by hash, so the slice is a prefix.
 */
export function sharedCells(a: CellTable, b: CellTable): [number, number] {
  const shift = Math.max(a.shift, b.shift);
  if (shift === 0) return [a.length, b.length];
  return [cellsBelow(a, 2 ** (32 - shift)), cellsBelow(b, 2 ** (32 - shift))];
}

/** Cells whose key's high word is below the limit. */
function cellsBelow(table: CellTable, limit: number): number {
  let lo = 0;
  let hi = table.length;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (table.keys[2 * mid + 1] < limit) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
