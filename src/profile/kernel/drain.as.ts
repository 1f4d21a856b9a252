// Counts the keys that wait in a partition and gives them out as segments.

import { CHUNK, heads, lines, nextChunk, pool, tails } from './layout.as';
import { shift2, shift3, shift4 } from './pool.as';
import { writeSegment } from './segments.as';
import { addCell, closeTable, openTable, slots, used } from './table.as';

let drainChunk: u32 = 0;
let drainAt: u32 = 0;
let drainEnd: u32 = 0; // Address after the partition's last key; 0 when it is empty.

/** Begins to count partition 0 … 255 of order 2, 3 or 4. */
export function openPartition(order: u32, partition: u32): void {
  const index = ((order - 2) << 8) + partition;
  drainEnd = load<u32>(tails + (index << 2));
  if (!drainEnd) return;
  if (drainEnd & 63) memory.copy(drainEnd & ~63, lines + (index << 6), drainEnd & 63);
  drainChunk = load<u32>(heads + (index << 2));
  drainAt = pool + drainChunk * CHUNK;
  let keys: u32 = 0;
  for (let chunk = drainChunk; ; chunk = load<u32>(nextChunk + (chunk << 2))) {
    const first = pool + chunk * CHUNK;
    if (drainEnd > first && drainEnd <= first + CHUNK) {
      keys += (drainEnd - first) >> 3;
      break;
    }
    keys += CHUNK >> 3;
  }
  openTable(keys, 8 + <u32>(order == 2 ? shift2 : order == 3 ? shift3 : shift4));
}

/** Counts on and writes the next segment to `segmentAt`. Returns its bytes; 0 when the partition is done. */
export function nextSegment(): u32 {
  if (!drainEnd) return 0;
  const most = (slots >> 2) * 3;
  while (drainEnd) {
    const end = drainEnd > drainAt && drainEnd <= pool + (drainChunk + 1) * CHUNK ? drainEnd : pool + (drainChunk + 1) * CHUNK;
    while (drainAt < end) {
      if (used >= most || !addCell(load<u64>(drainAt), 1)) return writeSegment(0, closeTable());
      drainAt += 8;
    }
    if (drainAt == drainEnd) drainEnd = 0;
    else {
      drainChunk = load<u32>(nextChunk + (drainChunk << 2));
      drainAt = pool + drainChunk * CHUNK;
    }
  }
  return writeSegment(0, closeTable());
}
