/**
 * Byte-pair encoding (Sennrich, Haddow and Birch 2016) over bytes (Radford et al. 2019): any text can be written, and
 * comes back as it was. Merges stay within a word with the space before it, so a corpus is trained by its different words
 * and their counts. Of pairs that are equally frequent the one with the lower tokens is merged first.
 *
 * Tokens: 0 is END, 1 to 256 are the bytes, then one for each merge, in order.
 */
import { UsageError } from '../../util/errors.js';
import { END, type Tokeniser } from './tokeniser.js';

export type Merge = readonly [left: number, right: number];

const BYTES = 256;
/** A space and letters, or digits, or other signs; or white space. */
const WORD = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+/gu;
/** Safe as a key: tokens are far fewer. */
const KEY = 2 ** 20;

/** The merges for a vocabulary of `size` tokens; fewer where no pair comes twice. Throws UsageError below 257. */
export function trainBytePairs(texts: Iterable<string>, size: number): Merge[] {
  if (size <= BYTES)
    throw new UsageError(`a vocabulary of ${size} has no room for bytes; ask for ${BYTES + 1} or more`);
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].map(([word, count]) => ({ tokens: bytesOf(word), count }));

  /** Key of a pair -> how often it comes, and in which words it may. */
  const pairs = new Map<number, { count: number; words: Set<number> }>();
  const note = (i: number, sign: 1 | -1) => {
    const { tokens, count } = words[i];
    for (let at = 1; at < tokens.length; at++) {
      const key = tokens[at - 1] * KEY + tokens[at];
      const pair = pairs.get(key) ?? { count: 0, words: new Set() };
      pair.count += sign * count;
      pair.words.add(i);
      pairs.set(key, pair);
    }
  };
  for (const i of words.keys()) note(i, 1);

  const merges: Merge[] = [];
  while (BYTES + 1 + merges.length < size) {
    let [best, most] = [-1, 1];
    for (const [key, { count }] of pairs) {
      if (count > most || (count === most && best >= 0 && key < best)) [best, most] = [key, count];
    }
    if (best < 0) break;
    const merge: Merge = [Math.floor(best / KEY), best % KEY];
    const made = BYTES + 1 + merges.length;
    merges.push(merge);
    for (const i of [...pairs.get(best)!.words]) {
      note(i, -1);
      words[i].tokens = merged(words[i].tokens, merge, made);
      note(i, 1);
    }
    pairs.delete(best);
  }
  return merges;
}

export function bytePairTokeniser(merges: readonly Merge[]): Tokeniser {
  const ranks = new Map(merges.map(([left, right], i) => [left * KEY + right, i]));
  const spelled: Uint8Array[] = [new Uint8Array(0)];
  for (let byte = 0; byte < BYTES; byte++) spelled.push(Uint8Array.of(byte));
  for (const [left, right] of merges) spelled.push(Uint8Array.of(...spelled[left], ...spelled[right]));
  const known = new Map<string, number[]>();

  const encodeWord = (word: string): number[] => {
    let tokens = bytesOf(word);
    for (;;) {
      let first = merges.length;
      for (let at = 1; at < tokens.length; at++) {
        first = Math.min(first, ranks.get(tokens[at - 1] * KEY + tokens[at]) ?? first);
      }
      if (first === merges.length) return tokens;
      tokens = merged(tokens, merges[first], BYTES + 1 + first);
    }
  };

  return {
    size: BYTES + 1 + merges.length,
    encode: (text) => {
      const tokens: number[] = [];
      for (const [word] of text.matchAll(WORD)) {
        let own = known.get(word);
        if (!own) {
          own = encodeWord(word);
          known.set(word, own);
        }
        for (const token of own) tokens.push(token);
      }
      return tokens;
    },
    decode: (tokens) => {
      const bytes: number[] = [];
      for (const token of tokens) if (token !== END) bytes.push(...(spelled[token] ?? []));
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
  };
}

function bytesOf(word: string): number[] {
  return Array.from(new TextEncoder().encode(word), (byte) => byte + 1);
}

/** Every occurrence of the pair replaced by one token, from the left. */
function merged(tokens: readonly number[], [left, right]: Merge, made: number): number[] {
  const result: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const here = tokens[at] === left && tokens[at + 1] === right;
    result.push(here ? made : tokens[at]);
    if (here) at++;
  }
  return result;
}
