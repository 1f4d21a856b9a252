/**
 * Words that a text by the writer of this length would have, and that it lacks. The count of a word in a text of n
 * words is taken as negative binomial, of mean mu n and size k, both by moments over the writer's texts: words come in
 * bursts, and a Poisson law would call every topic that is left alone a loss. P(none in n) = (1 + mu n / k)^-k. It is
 * never taken below the share of own pieces of this length that lack the word. Benjamini-Hochberg over all words that
 * are expected at least LEAST times.
 */
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import type { VanishedWord } from './result.js';

/** Expected occurrences from which a word is asked for. */
const LEAST = 3;
/** Adjusted probability up to which it is named. */
const ALPHA = 0.05;

export interface WordRates {
  /** [w] = occurrences of word w for each word of text. */
  mean: Float64Array;
  /** [w] = size of the negative binomial; infinite where counts are no more spread than a Poisson law's. */
  size: Float64Array;
}

/** `texts`: numbers of words 0 … words - 1. */
export function wordRates(texts: readonly Int32Array[], words: number): WordRates {
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  const mean = new Float64Array(words);
  for (const text of texts) for (const word of text) mean[word] += 1 / total;
  const squares = texts.reduce((sum, { length }) => sum + length * length, 0);
  // Sum over texts of (c - mu n)^2 - mu n, where texts without the word give (mu n)^2 - mu n.
  const excess = mean.map((mu) => mu * mu * squares - mu * total);
  for (const text of texts) {
    const counts = new Map<number, number>();
    for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) excess[word] += count * (count - 2 * mean[word] * text.length);
  }
  const size = excess.map((over, w) =>
    over > 0 ? (mean[w] * mean[w] * squares) / over : Number.POSITIVE_INFINITY,
  );
  return { mean, size };
}

/** Probability that a text of `length` words lacks a word. */
export function absence(mean: number, size: number, length: number): number {
  const expected = mean * length;
  return size === Number.POSITIVE_INFINITY ? Math.exp(-expected) : (1 + expected / size) ** -size;
}

/** `has`: the words that the text has; `lacking`: [w] = share of own pieces of this length that lack word w. */
export function vanishedWords(
  { mean, size }: WordRates,
  words: readonly string[],
  has: ReadonlySet<number>,
  length: number,
  lacking: Float64Array,
): VanishedWord[] {
  const asked: number[] = [];
  for (let w = 0; w < words.length; w++) if (mean[w] * length >= LEAST) asked.push(w);
  // Of words that it has, only the number counts.
  const p = asked.map((w) => (has.has(w) ? 1 : Math.max(absence(mean[w], size[w], length), lacking[w])));
  const q = benjaminiHochberg(p) as number[];
  return asked
    .map((w, i) => ({ word: words[w], expected: mean[w] * length, p: p[i], q: q[i] }))
    .filter((each) => each.q <= ALPHA)
    .sort((a, b) => b.expected - a.expected);
}
