/**
 * How many near-copies signatures find in this corpus: texts of its sample are copied with 3 % of their words replaced
 * and looked for. The bins, digits, bands and threshold are those of the search; the shingles' hashes are of 32 bits,
 * for these are many texts for plain code.
 */
import { bandKey, bandsFor } from '../duplicates/bands.js';
import { LEAST_WORDS, nearCopy, wordsOf } from '../duplicates/plant.js';
import { similarity } from '../duplicates/similarity.js';
import { GROUPS } from '../profile/profile.js';
import { BINS, newBins, SHINGLE, SIGNATURE_BYTES, signatureOfBins } from '../profile/signature.js';
import { tokenise } from '../profile/tokenise.js';
import { rng } from '../stats/rng.js';
import { NEAR } from './near-copies.js';
import type { Pool } from './pool.js';

const TEXTS = 100;

export interface PlantedRecall {
  planted: number;
  /** Share of them that is found; null when no text was long enough. */
  recall: number | null;
}

export function plantedRecall({ texts, tokeniser }: Pool, seed: number): PlantedRecall {
  const words = new Map<string, number>();
  const numbers = (text: string) =>
    tokenise(text, tokeniser).map((word) => {
      const known = words.get(word);
      if (known !== undefined) return known;
      words.set(word, words.size + 1);
      return words.size;
    });
  const whole = texts
    .filter(
      ({ cut, group, text }) =>
        !cut && group < GROUPS && text.split(/\s+/, LEAST_WORDS).length === LEAST_WORDS,
    )
    .slice(0, TEXTS)
    .map(({ text }) => text);
  const replacements = wordsOf(whole);
  const random = rng(seed);
  const { rows, count } = bandsFor(NEAR);
  const both = new Uint8Array(2 * SIGNATURE_BYTES);
  let found = 0;
  for (const text of whole) {
    const [a, b] = [numbers(text), numbers(nearCopy(text, replacements, random))];
    if (Math.min(a.length, b.length) < SHINGLE) continue;
    both.set(signatureOfNumbers(a));
    both.set(signatureOfNumbers(b), SIGNATURE_BYTES);
    if (similarity(both, 0, 1) < NEAR) continue;
    let met = false;
    for (let band = 0; band < count && !met; band++)
      met = bandKey(both, 0, band, rows) === bandKey(both, 1, band, rows);
    if (met) found++;
  }
  return { planted: whole.length, recall: whole.length > 0 ? found / whole.length : null };
}

function signatureOfNumbers(words: readonly number[]): Uint8Array {
  const least = newBins();
  for (let i = SHINGLE - 1; i < words.length; i++) {
    let hash = 0;
    for (let j = i - SHINGLE + 1; j <= i; j++) hash = scrambled(Math.imul(hash, 0x01000193) ^ words[j]);
    const bin = hash & (BINS - 1);
    least[bin] = Math.min(least[bin], scrambled(hash ^ 0x5bd1e995) >>> 0);
  }
  return signatureOfBins(least);
}

/** The 32-bit finaliser of MurmurHash3. */
function scrambled(a: number): number {
  let x = a;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
