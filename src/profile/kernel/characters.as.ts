// Character classes, from the tables that the caller wrote (unicode.ts), and a shortcut for ASCII.

import { ascii, byWords, classIndex, classPages, lowerIndex, lowerPages } from './layout.as';

export const SEPARATOR: u32 = 0;
export const WORD: u32 = 1;
export const MARK: u32 = 3;
export const IGNORED: u32 = 4;
export const KATAKANA: u32 = 5;
export const SYMBOL: u32 = 6;
export const MODIFIER: u32 = 7;
export const APOSTROPHE: u32 = 8;

// @ts-ignore: decorator
@inline
export function classOf(code: u32): u32 {
  return load<u8>(classPages + (<u32>load<u8>(classIndex + (code >> 8)) << 8) + (code & 255));
}

/** To be called once the Unicode tables are written. */
export function start(): void {
  for (let b: u32 = 0; b < 256; b++) {
    let value: u32 = 0;
    if (byWords) {
      if (b < 128 && classOf(b) == WORD) value = b + load<i32>(lowerPages + (<u32>load<u8>(lowerIndex) << 10) + (b << 2));
    } else if (b < 128) {
      value = (b >= 9 && b <= 13) || (b >= 28 && b <= 32) ? 1 : 0;
    } else if (b == 0xc2 || (b >= 0xe1 && b <= 0xe3)) {
      value = 2;
    }
    store<u8>(ascii + b, value);
  }
}

// True where one of Python's white space characters beyond ASCII begins; `p` is at 0xc2 or 0xe1 … 0xe3.
export function isWide(p: u32): bool {
  const lead = load<u8>(p);
  const second = load<u8>(p, 1);
  if (lead == 0xc2) return second == 0x85 || second == 0xa0;
  const third = load<u8>(p, 2);
  if (lead == 0xe1) return second == 0x9a && third == 0x80;
  if (lead == 0xe3) return second == 0x80 && third == 0x80;
  if (second == 0x80) return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
  return second == 0x81 && third == 0x9f;
}
