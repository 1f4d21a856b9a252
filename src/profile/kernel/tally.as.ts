// How many tokens the tokeniser `words` finds (words.as.ts), and nothing else: no spelling, no hash of a token. Sixteen
// bytes a step where all are ASCII: there letters and digits make words, and all else but the apostrophe separates.

import { APOSTROPHE, classOf, IGNORED, KATAKANA, MARK, MODIFIER, SEPARATOR, SYMBOL, WORD } from './characters.as';
import { ascii, text } from './layout.as';

/** Tokens of the text area, `bytes` long and normalised. */
export function tallyWords(bytes: u32): u32 {
  let p = text;
  const end = text + bytes;
  store<u64>(end, 0); // NUL is a separator: the inner loop ends there.
  let tokens: u32 = 0;
  let open: u32 = SEPARATOR;
  let pending = false; // An apostrophe after the open word waits for a word character.
  while (true) {
    if (p + 16 <= end) {
      const bytes = v128.load(p);
      const special = v128.or(i8x16.lt_s(bytes, i8x16.splat(0)), i8x16.eq(bytes, i8x16.splat(0x27)));
      if (!v128.any_true(special)) {
        const lower = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
        const digit = i8x16.sub(bytes, i8x16.splat(0x30));
        const word: u32 = i8x16.bitmask(
          v128.or(i8x16.lt_u(lower, i8x16.splat(26)), i8x16.lt_u(digit, i8x16.splat(10))),
        );
        tokens += popcnt(word & ~((word << 1) | <u32>(open == WORD)));
        open = word >> 15 ? WORD : SEPARATOR;
        pending = false;
        p += 16;
        continue;
      }
    }
    if (load<u8>(ascii + load<u8>(p))) {
      if (open != WORD) tokens++;
      open = WORD;
      pending = false;
      do p++;
      while (load<u8>(ascii + load<u8>(p)));
    }
    let code: u32 = load<u8>(p);
    if (code == 32) {
      open = SEPARATOR;
      pending = false;
      p++;
      continue;
    }
    let size: u32 = 1;
    if (code >= 0x80) {
      if (code < 0xe0) {
        code = ((code & 0x1f) << 6) | (load<u8>(p, 1) & 0x3f);
        size = 2;
      } else if (code < 0xf0) {
        code = ((code & 0x0f) << 12) | ((<u32>load<u8>(p, 1) & 0x3f) << 6) | (load<u8>(p, 2) & 0x3f);
        size = 3;
      } else {
        code =
          ((code & 0x07) << 18) |
          ((<u32>load<u8>(p, 1) & 0x3f) << 12) |
          ((<u32>load<u8>(p, 2) & 0x3f) << 6) |
          (load<u8>(p, 3) & 0x3f);
        size = 4;
      }
    }
    const kind = classOf(code);
    if (kind == SEPARATOR) {
      if (p >= end) return tokens;
      open = SEPARATOR;
      pending = false;
    } else if (kind == APOSTROPHE) {
      if (open == WORD && !pending) pending = true;
      else {
        open = SEPARATOR;
        pending = false;
      }
    } else if (kind != IGNORED) {
      let joins = false;
      if (kind == WORD) joins = open == WORD;
      else if (kind == MARK) joins = open != SEPARATOR && !pending;
      else if (kind == KATAKANA) joins = open == KATAKANA;
      else if (kind == MODIFIER) joins = open == SYMBOL;
      if (!joins) {
        tokens++;
        open = kind == MARK ? WORD : kind == MODIFIER ? SYMBOL : kind;
      }
      pending = false;
    }
    p += size;
  }
}
