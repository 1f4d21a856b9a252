// The counting table of one partition, sized for the level-2 cache. A slot is the next-highest bits of the key,
// probing never wraps, and the cells of a cluster stand in ascending order: so the table in slot order is sorted.

import { outCounts, outKeys, SLACK, table, tableSlots } from './layout.as';

export let slots: u32 = 0; // Present size, a power of two.
let slotBits: u64 = 0; // 64 - log2(slots).
let skipBits: u64 = 0; // Leading bits of a key that all keys of the partition share.
export let used: u32 = 0;
let top: u32 = 0; // Address after the highest slot in use.
let lastCount: u32 = 0; // Count of the largest key, which marks empty slots.

const EMPTY: u64 = ~<u64>0;

/** Readies the empty table for about `expected` cells whose keys share their first `bits` bits. */
export function openTable(expected: u32, bits: u32): void {
  let log: u64 = 8;
  while (log < 31 && ((<u64>1 << log) * 3) >> 2 < <u64>expected && (<u32>1 << <u32>log) < tableSlots) log++;
  slots = <u32>1 << <u32>log;
  slotBits = 64 - log;
  skipBits = bits;
  top = table;
}

// Adds to a cell. The cells of a cluster stand in ascending order, and EMPTY is above every key, so a search is
// one comparison a slot. False when a new cell would not fit before the end of the slack.
// @ts-ignore: decorator
@inline
export function addCell(key: u64, n: u32): bool {
  let slot = table + <u32>((key << skipBits) >> slotBits) * 12;
  let there = load<u64>(slot);
  while (there < key) {
    slot += 12;
    there = load<u64>(slot);
  }
  if (there == key && key != EMPTY) {
    const sum = <u64>load<u32>(slot, 8) + n;
    store<u32>(slot, sum > 0xffffffff ? 0xffffffff : <u32>sum, 8);
    return true;
  }
  return insertCell(slot, key, n);
}

// Puts a new cell at a slot and moves the rest of its cluster up.
function insertCell(slot: u32, key: u64, n: u32): bool {
  if (key == EMPTY) {
    const sum = <u64>lastCount + n;
    lastCount = sum > 0xffffffff ? 0xffffffff : <u32>sum;
    return true;
  }
  let free = slot;
  while (load<u64>(free) != EMPTY) free += 12;
  if (free >= table + (slots + SLACK - 1) * 12) return false;
  if (free >= top) top = free + 12;
  for (; free > slot; free -= 12) {
    store<u64>(free, load<u64>(free - 12));
    store<u32>(free, load<u32>(free - 4), 8);
  }
  store<u64>(slot, key);
  store<u32>(slot, n, 8);
  used++;
  return true;
}

/** Moves the cells of the table to `cellKeysAt` and `cellCountsAt`, in order, and returns their number. */
export function closeTable(): u32 {
  let n: u32 = 0;
  for (let slot = table; slot < top; slot += 12) {
    const key = load<u64>(slot);
    store<u64>(outKeys + (n << 3), key);
    store<u32>(outCounts + (n << 2), load<u32>(slot, 8));
    n += <u32>(key != EMPTY);
  }
  memory.fill(table, 0xff, top - table);
  top = table;
  used = 0;
  if (lastCount) {
    store<u64>(outKeys + (n << 3), EMPTY);
    store<u32>(outCounts + (n << 2), lastCount);
    lastCount = 0;
    n++;
  }
  return n;
}
