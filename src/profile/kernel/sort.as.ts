// Rows sorted by key, in the place of the pool while it is empty.

import { outKeys, sorted, sortRows } from './layout.as';

// Sorts `rows` (key u64 at `sorted`, index u32 after all keys) by key: byte-wise radix sort, least first.
export function sortByKey(rows: u32): void {
  const counts = outKeys; // Free while no partition is being counted: 256 u32.
  let from = sorted;
  let to = sorted + sortRows * 12;
  for (let bits: u64 = 0; bits < 64; bits += 8) {
    memory.fill(counts, 0, 1024);
    for (let i: u32 = 0; i < rows; i++) {
      const c = counts + (<u32>((load<u64>(from + (i << 3)) >> bits) & 255) << 2);
      store<u32>(c, load<u32>(c) + 1);
    }
    let sum: u32 = 0;
    for (let b: u32 = 0; b < 1024; b += 4) {
      const n = load<u32>(counts + b);
      store<u32>(counts + b, sum);
      sum += n;
    }
    for (let i: u32 = 0; i < rows; i++) {
      const key = load<u64>(from + (i << 3));
      const c = counts + (<u32>((key >> bits) & 255) << 2);
      const place = load<u32>(c);
      store<u32>(c, place + 1);
      store<u64>(to + (place << 3), key);
      store<u32>(to + (sortRows << 3) + (place << 2), load<u32>(from + (sortRows << 3) + (i << 2)));
    }
    const swap = from;
    from = to;
    to = swap;
  }
}

export function sortedAt(): u32 {
  return sorted;
}

export function columnsAt(): u32 {
  return sorted + sortRows * 12;
}

export function sortedRoom(): u32 {
  return sortRows;
}
