// The tokeniser `whitespace`: tokens are what stands between Python's white space.

import { isWide } from './characters.as';
import { finish, mix } from './hash.as';
import { ascii, tokenBytes, tokenStart, WORD_BYTES } from './layout.as';
import { at } from './open.as';
import { addToken } from './tokens.as';

export function countWhitespace(end: u32): u32 {
  let p = at;
  while (true) {
    while (p < end) {
      const kind = load<u8>(ascii + load<u8>(p));
      if (kind == 1) p++;
      else if (kind == 2 && isWide(p)) p += load<u8>(p) == 0xc2 ? 2 : 3;
      else break;
    }
    if (p >= end) break;
    let word: u64 = 0;
    let bits: u64 = 0;
    let full: u32 = 0;
    let h = tokenStart;
    while (p < end) {
      const byte = load<u8>(p);
      const kind = load<u8>(ascii + byte);
      if (kind == 1 || (kind == 2 && isWide(p))) break;
      word |= <u64>byte << bits;
      bits += 8;
      p++;
      if (bits == 64) {
        if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
        h = mix(h, word);
        full += 8;
        word = 0;
        bits = 0;
      }
    }
    if (bits) {
      if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
      h = mix(h, word);
      full += <u32>(bits >> 3);
    }
    const stop = addToken(finish(h ^ <u64>full), full);
    if (stop) {
      at = p;
      return stop;
    }
  }
  at = p;
  return 0;
}
