// Unigrams leave sorted by key, with their spellings.

import {
  arenaUsed,
  CELL,
  cells,
  cellSlots,
  groupCells,
  segment,
  sorted,
  sortRows,
  blockKeys,
  WORD_BYTES,
} from './layout.as';
import { columnsAt, sortByKey } from './sort.as';
import { addUnigrams } from './unigrams.as';

let written: u32 = 0; // Sorted unigrams whose spelling is out.

/**
 * Sorts the unigrams and returns how many there are. Only while the pool is empty. Keys then lie at `sortedAt`,
 * counts and owners (u32 each) at `columnsAt` one after the other with `sortedRoom` places each.
 */
export function sortUnigrams(): u32 {
  addUnigrams();
  let rows: u32 = 0;
  for (let slot: u32 = 0; slot < cellSlots; slot++) {
    if (!load<u32>(cells + slot * CELL, 8)) continue;
    store<u64>(sorted + (rows << 3), load<u64>(cells + slot * CELL));
    store<u32>(sorted + (sortRows << 3) + (rows << 2), slot);
    rows++;
  }
  sortByKey(rows);
  for (let i: u32 = 0; i < rows; i++) {
    const cell = cells + load<u32>(sorted + (sortRows << 3) + (i << 2)) * CELL;
    store<u32>(columnsAt() + (i << 2), load<u32>(cell, 8));
    store<u32>(columnsAt() + (sortRows << 2) + (i << 2), load<u32>(cell, 12));
  }
  return rows;
}

/** After `sortUnigrams`: writes spellings in order, a line feed after each; returns bytes, 0 when all are out. */
export function takeSpellings(rows: u32): u32 {
  let to = segment;
  const limit = segment + blockKeys * 13 - WORD_BYTES - 1;
  for (; written < rows && to < limit; written++) {
    const at = sorted + (written << 3);
    if (written && (load<u64>(at) | 31) == (load<u64>(at - 8) | 31)) continue;
    const from = load<u32>(cells + load<u32>(sorted + (sortRows << 3) + (written << 2)) * CELL, 16);
    const size = load<u16>(from);
    memory.copy(to, from + 2, size);
    to += size;
    store<u8>(to++, 10);
  }
  return to - segment;
}

/** Empties the unigram tables. */
export function clearUnigrams(): void {
  memory.fill(cells, 0, cellSlots * CELL);
  memory.fill(groupCells, 0, 32 * 4);
  arenaUsed = 8;
  written = 0;
}
