/**
 * How many cells the tables of a profile may hold, from the memory budget alone (never from the machine or
 * the number of jobs), and the rule that keeps them within it.
 *
 * About two fifths of the budget may become the finished tables, so that the budget also covers the counting
 * before them, the process itself and a second profile of like size when two are compared.
 */
import type { Capacity } from './profile.js';

export const DEFAULT_MEMORY = 1e9;

const CELL_BYTES = 12;
const DOCUMENT_BYTES = 81;
const TABLES = 0.4;
const SHARES = [0.15, 0.15, 0.3, 0.4] as const;
const DOCUMENTS = 0.06;

/** `memory` in bytes. */
export function capacityOf(memory: number = DEFAULT_MEMORY): Capacity {
  const cells = SHARES.map((share) => Math.max(32, Math.floor((TABLES * memory * share) / CELL_BYTES)));
  return {
    cells: cells as Capacity['cells'],
    documents: Math.max(32, Math.floor((DOCUMENTS * memory) / DOCUMENT_BYTES)),
  };
}

/** What two profiles can both hold. */
export function smallerCapacity(a: Capacity, b: Capacity): Capacity {
  return {
    cells: a.cells.map((n, i) => Math.min(n, b.cells[i])) as Capacity['cells'],
    documents: Math.min(a.documents, b.documents),
  };
}

/**
 * The smallest shift k >= `from` at which the sorted 64-bit values below 2^(64 - k) number at most
 * `capacity`, and how many they are. `keys`: 2 words a value (low, high).
 */
export function thin(keys: Uint32Array, length: number, capacity: number, from: number) {
  let shift = from;
  let kept = below(keys, length, shift);
  while (kept > capacity) kept = below(keys, kept, ++shift);
  return { shift, length: kept };
}

/** Number of sorted values below 2^(64 - shift). */
function below(keys: Uint32Array, length: number, shift: number): number {
  if (shift === 0) return length;
  const high = shift <= 32 ? 2 ** (32 - shift) : 0;
  const low = shift <= 32 ? 0 : 2 ** (64 - shift);
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const h = keys[2 * middle + 1];
    if (h < high || (h === high && keys[2 * middle] < low)) from = middle + 1;
    else to = middle;
  }
  return from;
}
