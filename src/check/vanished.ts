/**
 * Words that a text by the writer of this length would have, and that it lacks. The count of a word in a text of n
 * words is taken as negative binomial, of mean mu n and size k, the likeliest over the writer's texts: words come in
 * bursts, and a Poisson law would call every topic that is left alone a loss. P(none in n) = (1 + mu n / k)^-k. It is
 * never taken below the share of own pieces of this length that lack the word. Benjamini-Hochberg over all words that
 * are expected at least LEAST times.
 */
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { lgamma } from '../stats/lgamma.js';
import type { VanishedWord } from './result.js';

/** Expected occurrences from which a word is asked for. */
const LEAST = 3;
/** Adjusted probability up to which it is named. */
const ALPHA = 0.05;

export interface WordRates {
  /** [w] = occurrences of word w for each word of text. */
  mean: Float64Array;
  /** Size of a word's negative binomial, from SMALLEST to LARGEST. */
  sizeOf(word: number): number;
}

/** `texts`: numbers of words 0 … words - 1. */
export function wordRates(texts: readonly Int32Array[], words: number): WordRates {
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  const mean = new Float64Array(words);
  for (const text of texts) for (const word of text) mean[word] += 1 / total;
  const counts = texts.map((text) => {
    const known = new Map<number, number>();
    for (const word of text) known.set(word, (known.get(word) ?? 0) + 1);
    return known;
  });
  const sizes = new Map<number, number>();
  const sizeOf = (word: number) => {
    if (!sizes.has(word)) {
      const seen = texts.map(({ length }, d) => ({
        count: counts[d].get(word) ?? 0,
        expected: mean[word] * length,
      }));
      sizes.set(word, likeliestSize(seen));
    }
    return sizes.get(word)!;
  };
  return { mean, sizeOf };
}

const SMALLEST = 0.01;
const LARGEST = 1e4;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Of the negative binomial, by golden-section search for the greatest likelihood over the logarithm of the size. */
function likeliestSize(seen: readonly { count: number; expected: number }[]): number {
  const likelihood = (logSize: number) => {
    const size = Math.exp(logSize);
    let sum = 0;
    for (const { count, expected } of seen) {
      sum += lgamma(count + size) - lgamma(size) - size * Math.log1p(expected / size);
      if (count > 0) sum += count * Math.log(expected / (size + expected));
    }
    return sum;
  };
  let [low, high] = [Math.log(SMALLEST), Math.log(LARGEST)];
  for (let step = 0; step < 30; step++) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (likelihood(left) > likelihood(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** Probability that a text of `length` words lacks a word. */
export function absence(mean: number, size: number, length: number): number {
  return Math.exp(-size * Math.log1p((mean * length) / size));
}

/** `has`: the words that the text has; `lacking`: [w] = share of own pieces of this length that lack word w. */
export function vanishedWords(
  { mean, sizeOf }: WordRates,
  words: readonly string[],
  has: ReadonlySet<number>,
  length: number,
  lacking: Float64Array,
): VanishedWord[] {
  const asked: number[] = [];
  for (let w = 0; w < words.length; w++) if (mean[w] * length >= LEAST) asked.push(w);
  // Of words that it has, only the number counts.
  const p = asked.map((w) => (has.has(w) ? 1 : Math.max(absence(mean[w], sizeOf(w), length), lacking[w])));
  const q = benjaminiHochberg(p) as number[];
  return asked
    .map((w, i) => ({ word: words[w], expected: mean[w] * length, p: p[i], q: q[i] }))
    .filter((each) => each.q <= ALPHA)
    .sort((a, b) => b.expected - a.expected);
}
