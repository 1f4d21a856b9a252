// Merges segments: all lists of sorted cells are decoded side by side, then merged two by two until one is left. A
// step has no branch that depends on a key, for such a branch would be guessed wrong every other time.

import { align, outCounts, outKeys, reserve, segment, setOut } from './layout.as';

const FIRST: u32 = 1024;

/** Where the segments to be merged go, one after the other. Whatever else the memory held is lost. */
export function segmentsAt(bytes: u32): u32 {
  reserve(FIRST + bytes);
  return FIRST;
}

/** Merges the `bytes` of segments at `segmentsAt` and returns how many cells are at `cellKeysAt` and `cellCountsAt`. */
export function mergeSegments(bytes: u32): u32 {
  const end = FIRST + bytes;
  let cells: u32 = 0;
  let lists: u32 = 0;
  for (let from = FIRST; from < end; from += segmentBytes(from)) {
    cells += load<u32>(from);
    lists++;
  }
  // Two areas of keys and counts; before them, the number of cells in each list.
  const sizes = align(end);
  const one = align(sizes + (lists << 2));
  const other = align(one + cells * 12);
  setOut(one, cells, align(other + cells * 12));
  reserve(segment);
  let n: u32 = 0;
  lists = 0;
  for (let from = FIRST; from < end; from += segmentBytes(from)) {
    store<u32>(sizes + (lists++ << 2), load<u32>(from));
    decode(from, one + (n << 3), one + (cells << 3) + (n << 2));
    n += load<u32>(from);
  }
  let at = one;
  let to = other;
  for (; lists > 1; lists = (lists + 1) >> 1) {
    n = mergePairs(sizes, lists, at, to, cells);
    const swap = at;
    at = to;
    to = swap;
  }
  setOut(at, cells, segment);
  return n;
}

function segmentBytes(at: u32): u32 {
  const n = load<u32>(at);
  return (24 + (n - 1) * load<u32>(at, 4) + n + (load<u32>(at, 8) << 2) + 7) & ~7;
}

function decode(from: u32, keys: u32, numbers: u32): void {
  const n = load<u32>(from);
  const width = load<u32>(from, 4);
  const mask: u64 = width == 8 ? ~<u64>0 : (<u64>1 << (<u64>width << 3)) - 1;
  let key = load<u64>(from, 16);
  let distance = from + 24;
  store<u64>(keys, key);
  for (let i: u32 = 1; i < n; i++) {
    key += load<u64>(distance) & mask;
    distance += width;
    store<u64>(keys + (i << 3), key);
  }
  let long = distance + n;
  for (let i: u32 = 0; i < n; i++) {
    let count: u32 = load<u8>(distance + i);
    if (count == 255) {
      count = load<u32>(long);
      long += 4;
    }
    store<u32>(numbers + (i << 2), count);
  }
}

// Merges lists 0 and 1, 2 and 3 … of the area `from` into the area `to`; returns the cells that are left.
function mergePairs(sizes: u32, lists: u32, from: u32, to: u32, cells: u32): u32 {
  let taken: u32 = 0;
  let put: u32 = 0;
  for (let list: u32 = 0; list < lists; list += 2) {
    const a = load<u32>(sizes + (list << 2));
    const b = list + 1 < lists ? load<u32>(sizes + (list << 2), 4) : 0;
    const n = mergeTwo(from + (taken << 3), from + (cells << 3) + (taken << 2), a, b, to + (put << 3), to + (cells << 3) + (put << 2));
    store<u32>(sizes + (list << 1), n);
    taken += a + b;
    put += n;
  }
  return put;
}

// Merges `a` cells and the `b` that follow them: keys at `x`, counts at `xCount`. Returns how many come out.
function mergeTwo(x: u32, xCount: u32, a: u32, b: u32, to: u32, toCount: u32): u32 {
  const start = to;
  const xEnd = x + (a << 3);
  let y = xEnd;
  let yCount = xCount + (a << 2);
  const yEnd = y + (b << 3);
  while (x < xEnd && y < yEnd) {
    const p = load<u64>(x);
    const q = load<u64>(y);
    const takeX = <u32>(p <= q);
    const takeY = <u32>(q <= p);
    store<u64>(to, q ^ ((p ^ q) & (0 - <u64>takeX)));
    const sum = <u64>(load<u32>(xCount) & (0 - takeX)) + <u64>(load<u32>(yCount) & (0 - takeY));
    store<u32>(toCount, <u32>sum | (0 - <u32>(sum >> 32))); // Saturates.
    x += takeX << 3;
    xCount += takeX << 2;
    y += takeY << 3;
    yCount += takeY << 2;
    to += 8;
    toCount += 4;
  }
  // One of the two has a rest.
  const rest = xEnd - x + (yEnd - y);
  memory.copy(to, x < xEnd ? x : y, rest);
  memory.copy(toCount, x < xEnd ? xCount : yCount, rest >> 1);
  return (to - start + rest) >> 3;
}
