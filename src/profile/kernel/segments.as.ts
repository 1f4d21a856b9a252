// Segments: sorted cells as bytes, how counting leaves them and merging takes them (merge).
//
// Segment: cells u32, width of a distance in bytes u32, long counts u32, 0 u32, first key u64; then the
// distances, then a byte a count (255: see the long counts), then the long counts as u32; padded to 8 bytes.

import { outCounts, outKeys, reserve, segment } from './layout.as';

// Writes the sorted cells `first` … `first + n - 1` to `segment` and returns their bytes.
export function writeSegment(first: u32, n: u32): u32 {
  const keys = outKeys + (first << 3);
  const numbers = outCounts + (first << 2);
  let widest: u64 = 0;
  for (let i: u32 = 1; i < n; i++) {
    widest |= load<u64>(keys + (i << 3)) - load<u64>(keys + (i << 3) - 8);
  }
  const width = widest ? <u32>((71 - clz(widest)) >> 3) : 1;
  store<u32>(segment, n);
  store<u32>(segment, width, 4);
  store<u64>(segment, 0, 8);
  store<u64>(segment, load<u64>(keys), 16);
  let to = segment + 24;
  for (let i: u32 = 1; i < n; i++) {
    store<u64>(to, load<u64>(keys + (i << 3)) - load<u64>(keys + (i << 3) - 8));
    to += width;
  }
  let long: u32 = 0;
  const longAt = to + n;
  for (let i: u32 = 0; i < n; i++) {
    const c = load<u32>(numbers + (i << 2));
    if (c < 255) store<u8>(to, c);
    else {
      store<u8>(to, 255);
      store<u32>(longAt + (long << 2), c);
      long++;
    }
    to++;
  }
  store<u32>(segment, long, 8);
  const size = longAt + (long << 2) - segment;
  const padded = (size + 7) & ~7;
  store<u64>(segment + size, 0);
  return padded;
}

/** The same on demand, with room for any `n`; 0 bytes when there is no cell. */
export function writeCells(first: u32, n: u32): u32 {
  if (!n) return 0;
  reserve(segment + n * 13 + 64);
  return writeSegment(first, n);
}

/** How many of the sorted cells from `first` up to `end` have a key below `border` * 2^`bits`. */
export function cellsBelow(first: u32, end: u32, border: u64, bits: u32): u32 {
  if (bits < 64 && border << bits >> bits != border) return end - first;
  const limit = border << bits;
  let i = first;
  while (i < end && load<u64>(outKeys + (i << 3)) < limit) i++;
  return i - first;
}

