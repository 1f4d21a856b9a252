/**
 * The bytes of a record that crosses the border of two blocks. Grows up to a limit; past it the bytes are
 * dropped and only the fact is kept, so an endless record costs no memory.
 */

export interface Carry {
  /** Bytes seen since the last `clear`, dropped ones too. */
  readonly length: number;
  append(block: Buffer, from: number, to: number): void;
  /** The bytes, valid until the next call; undefined when there were more than the limit. */
  bytes(): Buffer | undefined;
  clear(): void;
}

/** What is kept between records: more is given back. */
const KEPT = 1 << 20;

export function createCarry(limit: number): Carry {
  let held = Buffer.alloc(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(block, from, to) {
      const grown = length + to - from;
      if (grown > limit) held = Buffer.alloc(0);
      else {
        if (grown > held.length) {
          const larger = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(grown, held.length * 2, 4096)));
          held.copy(larger, 0, 0, length);
          held = larger;
        }
        block.copy(held, length, from, to);
      }
      length = grown;
    },
    bytes: () => (length > limit ? undefined : held.subarray(0, length)),
    clear() {
      length = 0;
      if (held.length > KEPT) held = Buffer.alloc(0);
    },
  };
}
