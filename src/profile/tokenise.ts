/**
 * The two tokenisers, as plain code. docs/tokeniser.md states the rules; the counting kernel holds a faster
 * form of the same. A token is its normalised text.
 */
import type { TokeniserName } from './profile.js';
import * as u from './unicode.js';

/** Name and version, as the profile records them. A change of any rule is a new version. */
export const TOKENISERS: Record<TokeniserName, string> = { words: 'words-1', whitespace: 'whitespace-1' };

export function tokenise(text: string, tokeniser: TokeniserName): string[] {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd'); // As UTF-8 encoders do.
  return tokeniser === 'words' ? words(wellFormed) : whitespace(wellFormed);
}

/** Words and where they stand. `text` is the one given, in NFC and well formed: token i is made of starts[i] … ends[i] - 1. */
export interface WordSpans {
  text: string;
  tokens: string[];
  starts: number[];
  ends: number[];
}

export function wordSpans(given: string): WordSpans {
  const text = given.replace(/\p{Surrogate}/gu, '\ufffd').normalize('NFC');
  const starts: number[] = [];
  const ends: number[] = [];
  return { text, tokens: words(text, { starts, ends }), starts, ends };
}

/** Words of any script. See docs/tokeniser.md. `spans` is given their places in the text, which must then be in NFC. */
function words(text: string, spans?: { starts: number[]; ends: number[] }): string[] {
  const tokens: string[] = [];
  let token = '';
  let open = u.SEPARATOR; // Class of the open token: WORD, SINGLE, KATAKANA or SYMBOL.
  let apostrophe = false; // An apostrophe after the open word waits for a word character.
  let next = 0; // Place behind the character at hand, of the open token's first and behind its last.
  let first = 0;
  let last = 0;
  const start = (kind: number, char: string) => {
    if (token) {
      tokens.push(token);
      spans?.starts.push(first);
      spans?.ends.push(last);
    }
    token = char;
    open = kind;
    apostrophe = false;
    first = next - char.length;
  };
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0)!;
    const kind = u.classOf(code);
    next += char.length;
    if (kind === u.IGNORED) continue;
    const lower = String.fromCodePoint(u.lowerOf(code));
    if (kind === u.WORD) {
      if (open === u.WORD) {
        token += (apostrophe ? "'" : '') + lower;
        apostrophe = false;
      } else start(u.WORD, lower);
    } else if (kind === u.APOSTROPHE && open === u.WORD && !apostrophe) apostrophe = true;
    else if (kind === u.MARK && open !== u.SEPARATOR && !apostrophe) token += lower;
    else if (kind === u.MARK) start(u.WORD, lower);
    else if (kind === u.KATAKANA && open === u.KATAKANA) token += lower;
    else if (kind === u.MODIFIER && open === u.SYMBOL) token += lower;
    else if (kind === u.MODIFIER) start(u.SYMBOL, lower);
    else if (kind === u.SEPARATOR || kind === u.APOSTROPHE) start(u.SEPARATOR, '');
    else start(kind, lower);
    if (kind !== u.SEPARATOR && kind !== u.APOSTROPHE) last = next;
  }
  start(u.SEPARATOR, '');
  return tokens;
}

/** Python's `str.split()`: its white space exactly, nothing normalised. */
function whitespace(text: string): string[] {
  return text
    .split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/)
    .filter((token) => token !== '');
}
