/**
 * Cells as bytes: each cell is the distance of its 64-bit key from the key before it, followed by its numbers,
 * all as little-endian base-128 varints (7 bits a byte, the high bit says that more follow).
 */

/** A position in a buffer. */
export interface Cursor {
  bytes: Uint8Array;
  at: number;
}

/** Longest encodings in bytes: of a 64-bit key distance and of a 32-bit number. */
export const KEY_BYTES = 10;
export const NUMBER_BYTES = 5;

export function putNumber(out: Cursor, value: number): void {
  let rest = value >>> 0;
  while (rest > 127) {
    out.bytes[out.at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  out.bytes[out.at++] = rest;
}

/** Puts the distance from value `i - 1` (from zero for i = 0) to value `i` of sorted 64-bit values. */
export function putKey(out: Cursor, keys: Uint32Array, i: number): void {
  const lowBefore = i ? keys[2 * i - 2] : 0;
  const highBefore = i ? keys[2 * i - 1] : 0;
  let low = (keys[2 * i] - lowBefore) >>> 0;
  let high = (keys[2 * i + 1] - highBefore - (keys[2 * i] < lowBefore ? 1 : 0)) >>> 0;
  while (high || low > 127) {
    out.bytes[out.at++] = (low & 127) | 128;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  out.bytes[out.at++] = low;
}

/** RangeError when the buffer ends inside a number. */
export function takeNumber(from: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    if (from.at >= from.bytes.length) throw new RangeError('a number is cut short');
    const byte = from.bytes[from.at++];
    value = (value | ((byte & 127) << shift)) >>> 0;
    if (byte < 128) return value;
  }
}

/** Takes value `i`: the inverse of `putKey`. */
export function takeKey(from: Cursor, keys: Uint32Array, i: number): void {
  let low = 0;
  let high = 0;
  for (let shift = 0; ; shift += 7) {
    if (from.at >= from.bytes.length) throw new RangeError('a key is cut short');
    const byte = from.bytes[from.at++];
    const bits = byte & 127;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 128) break;
  }
  const lowBefore = i ? keys[2 * i - 2] : 0;
  const highBefore = i ? keys[2 * i - 1] : 0;
  const sum = (low >>> 0) + lowBefore;
  keys[2 * i] = sum;
  keys[2 * i + 1] = highBefore + high + (sum > 0xffffffff ? 1 : 0);
}
