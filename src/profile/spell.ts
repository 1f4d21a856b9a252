/**
 * Finds n-grams again by their hashes: a profile keeps the spelling of words but not of longer n-grams, so the few
 * that a report shows are looked up in text, with one sentence that holds each. N-grams that only run across the end
 * of a sentence are not found.
 */
import { hashBytes, hashStarts, mix } from './hash.js';
import { ORDERS, type ProfileRules, type TokeniserName } from './profile.js';
import { tokenise } from './tokenise.js';

/** An n-gram by its key without the group bits: `hi` 32 bits, `lo` 27 bits. */
export interface GramKey {
  n: number;
  hi: number;
  lo: number;
}

export interface Spelled {
  gram: string;
  /** The sentence, at most 300 characters of it. */
  example: string;
}

const EXAMPLE_LENGTH = 300;
const SENTENCE = /[^.!?。！？\n]+[.!?。！？]*["'”’)\]]*/gu;

/** A looker for the given n-grams. `look` returns true once all are found; `found` has them by `n:hi:lo`. */
export function speller(wanted: readonly GramKey[], rules: ProfileRules) {
  const tokeniser = rules.tokeniser.replace(/-\d+$/, '') as TokeniserName;
  const start = hashStarts(rules.seed).token;
  const encoder = new TextEncoder();
  const left = Array.from({ length: ORDERS }, () => new Map<bigint, GramKey>());
  let missing = 0;
  for (const key of wanted) {
    left[key.n - 1].set((BigInt(key.hi) << 27n) | BigInt(key.lo), key);
    missing++;
  }
  const found = new Map<string, Spelled>();
  const hashes = new Map<string, bigint>();
  const hashOf = (token: string) => {
    let hash = hashes.get(token);
    if (hash === undefined) {
      hash = hashBytes(encoder.encode(token), start);
      hashes.set(token, hash);
    }
    return hash;
  };
  const look = (text: string): boolean => {
    for (const [sentence] of text.matchAll(SENTENCE)) {
      if (missing === 0) return true;
      const tokens = tokenise(sentence, tokeniser);
      let chain: bigint[] = [];
      tokens.forEach((token, i) => {
        const next = [hashOf(token)];
        for (let n = 2; n <= Math.min(ORDERS, i + 1); n++) next.push(mix(chain[n - 2], next[0]));
        chain = next;
        for (let n = 1; n <= chain.length; n++) {
          const key = left[n - 1].size > 0 ? left[n - 1].get(chain[n - 1] >> 5n) : undefined;
          if (key === undefined) continue;
          left[n - 1].delete(chain[n - 1] >> 5n);
          missing--;
          found.set(nameOf(key), {
            gram: tokens.slice(i - n + 1, i + 1).join(' '),
            example: sentence.trim().slice(0, EXAMPLE_LENGTH),
          });
        }
      });
    }
    return missing === 0;
  };
  return { look, found };
}

export function nameOf({ n, hi, lo }: GramKey): string {
  return `${n}:${hi}:${lo}`;
}
