// Counts the keys that wait in a partition and gives them out as segments.
//
// Keys are hashes, so a partition's are spread evenly: one pass deals them to buckets of about two by their next
// bits, and inserting them one after the other then moves hardly any. All of it stays in the level-2 cache, and no
// address waits for an earlier one, as it would in a hash table.

import { blockKeys, bucketEnds, CHUNK, dealt, heads, lines, nextChunk, outCounts, outKeys, pool, tails } from './layout.as';
import { shift2, shift3, shift4 } from './pool.as';
import { writeSegment } from './segments.as';

let drainChunk: u32 = 0;
let drainAt: u32 = 0;
let drainEnd: u32 = 0; // Address after the partition's last key; 0 when it is empty.
let drainKeys: u32 = 0; // Keys that are left.
let skipBits: u64 = 0; // Leading bits that all keys of the partition share.

/** Begins to count partition 0 … 255 of order 2, 3 or 4. */
export function openPartition(order: u32, partition: u32): void {
  const index = ((order - 2) << 8) + partition;
  drainEnd = load<u32>(tails + (index << 2));
  if (!drainEnd) return;
  if (drainEnd & 63) memory.copy(drainEnd & ~63, lines + (index << 6), drainEnd & 63);
  drainChunk = load<u32>(heads + (index << 2));
  drainAt = pool + drainChunk * CHUNK;
  drainKeys = 0;
  for (let chunk = drainChunk; ; chunk = load<u32>(nextChunk + (chunk << 2))) {
    const first = pool + chunk * CHUNK;
    if (drainEnd > first && drainEnd <= first + CHUNK) {
      drainKeys += (drainEnd - first) >> 3;
      break;
    }
    drainKeys += CHUNK >> 3;
  }
  skipBits = 8 + (order == 2 ? shift2 : order == 3 ? shift3 : shift4);
}

/** Counts on and writes the next segment to `segmentAt`. Returns its bytes; 0 when the partition is done. */
export function nextSegment(): u32 {
  if (!drainEnd) return 0;
  const n = min(drainKeys, blockKeys);
  deal(n);
  drainKeys -= n;
  if (!drainKeys) drainEnd = 0;
  return writeSegment(0, tally(n));
}

// Puts the next `n` keys of the partition into `dealt`, ordered by their leading bits.
function deal(n: u32): void {
  const log = max<u32>(4, 31 - clz(n));
  const down = <u64>(64 - log);
  memory.fill(bucketEnds, 0, 4 << log);
  const chunk = drainChunk;
  const from = drainAt;
  for (let left = n; left; ) {
    const size = piece(left);
    for (const end = drainAt + (size << 3); drainAt < end; drainAt += 8) {
      const bucket = bucketEnds + (<u32>((load<u64>(drainAt) << skipBits) >> down) << 2);
      store<u32>(bucket, load<u32>(bucket) + 8);
    }
    left -= size;
  }
  let sum = dealt;
  for (let bucket = bucketEnds; bucket < bucketEnds + (4 << log); bucket += 4) {
    const bytes = load<u32>(bucket);
    store<u32>(bucket, sum);
    sum += bytes;
  }
  drainChunk = chunk;
  drainAt = from;
  for (let left = n; left; ) {
    const size = piece(left);
    for (const end = drainAt + (size << 3); drainAt < end; drainAt += 8) {
      const key = load<u64>(drainAt);
      const bucket = bucketEnds + (<u32>((key << skipBits) >> down) << 2);
      const to = load<u32>(bucket);
      store<u64>(to, key);
      store<u32>(bucket, to + 8);
    }
    left -= size;
  }
}

// How many of `left` keys lie at `drainAt` before the end of their chunk; goes to the next chunk when there is none.
function piece(left: u32): u32 {
  let room = pool + (drainChunk + 1) * CHUNK - drainAt;
  if (!room) {
    drainChunk = load<u32>(nextChunk + (drainChunk << 2));
    drainAt = pool + drainChunk * CHUNK;
    room = CHUNK;
  }
  return min(left, room >> 3);
}

// Counts `n` keys that are nearly in order into sorted cells, and returns how many those are.
function tally(n: u32): u32 {
  const first = load<u64>(dealt);
  store<u64>(outKeys, first);
  store<u32>(outCounts, 1);
  let last: u32 = 0; // Index of the last cell.
  let largest = first;
  for (let i: u32 = 1; i < n; i++) {
    const key = load<u64>(dealt + (i << 3));
    if (key > largest) {
      largest = key;
      last++;
      store<u64>(outKeys + (last << 3), key);
      store<u32>(outCounts + (last << 2), 1);
      continue;
    }
    let at = last;
    while (at && load<u64>(outKeys + (at << 3)) > key) at--;
    const there = load<u64>(outKeys + (at << 3));
    if (there == key) {
      store<u32>(outCounts + (at << 2), load<u32>(outCounts + (at << 2)) + 1);
      continue;
    }
    if (there < key) at++;
    for (let j = last; <i32>j >= <i32>at; j--) {
      store<u64>(outKeys + (j << 3), load<u64>(outKeys + (j << 3)), 8);
      store<u32>(outCounts + (j << 2), load<u32>(outCounts + (j << 2)), 4);
    }
    store<u64>(outKeys + (at << 3), key);
    store<u32>(outCounts + (at << 2), 1);
    last++;
  }
  return last + 1;
}
