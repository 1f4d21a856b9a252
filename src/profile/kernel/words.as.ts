// The tokeniser `words` (tokenise.ts, docs/profile.md): finds tokens and hashes them, eight bytes a step.

import {
  APOSTROPHE,
  classOf,
  IGNORED,
  KATAKANA,
  MARK,
  MODIFIER,
  SEPARATOR,
  SYMBOL,
  WORD,
} from './characters.as';
import { finish, mix } from './hash.as';
import { ascii, lowerIndex, lowerPages, tokenBytes, tokenStart, WORD_BYTES } from './layout.as';
import { at } from './open.as';
import { addToken } from './tokens.as';

export function countWords(end: u32): u32 {
  let p = at;
  while (true) {
    let open: u32 = SEPARATOR;
    let pending = false; // An apostrophe after the open word waits for a word character.
    let word: u64 = 0; // Bytes of the token since the last full eight.
    let bits: u64 = 0;
    let full: u32 = 0; // Bytes of the token hashed so far.
    let h = tokenStart;
    while (true) {
      let lower: u32 = load<u8>(ascii + load<u8>(p));
      let packed: u32 = 0; // UTF-8 bytes to append, the first in the low byte.
      let size: u32 = 1;
      if (lower) {
        if (open != WORD) {
          if (open) break;
          open = WORD;
        }
        if (!pending) {
          do {
            word |= <u64>lower << bits;
            bits += 8;
            p++;
            if (bits == 64) {
              if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
              h = mix(h, word);
              full += 8;
              word = 0;
              bits = 0;
            }
            lower = load<u8>(ascii + load<u8>(p));
          } while (lower);
          continue;
        }
        pending = false;
        packed = 0x27 | (lower << 8);
      } else {
        let code: u32 = load<u8>(p);
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
        if (kind == IGNORED) {
          p += size;
          continue;
        }
        if (kind == SEPARATOR || kind == APOSTROPHE) {
          if (kind == APOSTROPHE && open == WORD && !pending) {
            pending = true;
            p += size;
            continue;
          }
          if (p >= end) break;
          p += size;
          if (open) break;
          continue;
        }
        let joins: bool;
        if (kind == WORD) joins = open == WORD;
        else if (kind == MARK) joins = open != SEPARATOR && !pending;
        else if (kind == KATAKANA) joins = open == KATAKANA;
        else if (kind == MODIFIER) joins = open == SYMBOL;
        else joins = false;
        if (!joins) {
          if (open) break;
          open = kind == MARK ? WORD : kind == MODIFIER ? SYMBOL : kind;
        }
        code += load<i32>(lowerPages + (<u32>load<u8>(lowerIndex + (code >> 8)) << 10) + ((code & 255) << 2));
        if (code < 0x80) packed = code;
        else if (code < 0x800) packed = 0x80c0 | (code >> 6) | ((code & 0x3f) << 8);
        else if (code < 0x10000) packed = 0x8080e0 | (code >> 12) | (((code >> 6) & 0x3f) << 8) | ((code & 0x3f) << 16);
        else {
          packed =
            0x808080f0 |
            (code >> 18) |
            (((code >> 12) & 0x3f) << 8) |
            (((code >> 6) & 0x3f) << 16) |
            ((code & 0x3f) << 24);
        }
        if (pending) {
          pending = false;
          word |= (<u64>0x27) << bits;
          bits += 8;
          if (bits == 64) {
            if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
            h = mix(h, word);
            full += 8;
            word = 0;
            bits = 0;
          }
        }
      }
      p += size;
      do {
        word |= <u64>(packed & 255) << bits;
        bits += 8;
        packed >>= 8;
        if (bits == 64) {
          if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
          h = mix(h, word);
          full += 8;
          word = 0;
          bits = 0;
        }
      } while (packed);
    }
    if (!open) break; // The end of the text.
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
