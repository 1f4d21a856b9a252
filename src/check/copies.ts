/**
 * Verbatim copies: words of a text in runs of LENGTH words or more that stand in another own text too. Writers quote
 * themselves, and a quotation is as predictable as can be, which says nothing of how plain they write. A run of LENGTH
 * words is known by a hash of 52 bits.
 */

export const LENGTH = 20;

const BASE = 1_000_003;
const PRIMES = [67_108_859, 67_108_837] as const;

/** Hash -> the one text that has the run, or MANY. */
export type KnownRuns = Map<number, number>;
const MANY = -1;

/** `texts`: numbers of words. */
export function knownRuns(texts: readonly Int32Array[]): KnownRuns {
  const runs: KnownRuns = new Map();
  texts.forEach((ids, text) => {
    hashes(ids).forEach((hash) => {
      const known = runs.get(hash);
      if (known === undefined) runs.set(hash, text);
      else if (known !== text) runs.set(hash, MANY);
    });
  });
  return runs;
}

/** [t] = 1 where word t is part of a copy. `text`: number of the text among the own ones, or undefined for a draft. */
export function copiedWords(ids: Int32Array, runs: KnownRuns, text?: number): Uint8Array {
  const copied = new Uint8Array(ids.length);
  hashes(ids).forEach((hash, t) => {
    const known = runs.get(hash);
    if (known !== undefined && known !== text) copied.fill(1, t, t + LENGTH);
  });
  return copied;
}

/** Of the run of LENGTH words at each place, as long as one fits. */
function hashes(ids: Int32Array): Float64Array {
  const found = new Float64Array(Math.max(0, ids.length - LENGTH + 1));
  const [p, q] = PRIMES;
  // Products stay below 2^53: a base below 2^20 on remainders below 2^26.
  let [leadP, leadQ] = [1, 1];
  for (let i = 1; i < LENGTH; i++) {
    leadP = (leadP * BASE) % p;
    leadQ = (leadQ * (BASE - 2)) % q;
  }
  let [a, b] = [0, 0];
  for (let i = 0; i < ids.length; i++) {
    if (i >= LENGTH) {
      const gone = ids[i - LENGTH] + 1;
      a = (a + p - ((leadP * gone) % p)) % p;
      b = (b + q - ((leadQ * gone) % q)) % q;
    }
    a = (a * BASE + ids[i] + 1) % p;
    b = (b * (BASE - 2) + ids[i] + 1) % q;
    if (i >= LENGTH - 1) found[i - LENGTH + 1] = a * 2 ** 26 + b;
  }
  return found;
}
