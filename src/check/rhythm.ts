/** How much sentences differ in length: the standard deviation of the logarithm of their lengths in words. */
import type { Piece } from './pieces.js';

/** Sentences below which a piece has no spread. */
const LEAST = 5;

/** Of the sentences that lie within the piece as a whole; NaN of fewer than LEAST. `sentences`: see Prepared. */
export function lengthSpread(
  sentences: readonly number[],
  { start, end }: Pick<Piece, 'start' | 'end'>,
): number {
  const logs: number[] = [];
  for (let s = 0; s + 1 < sentences.length; s++) {
    if (sentences[s] >= start && sentences[s + 1] <= end)
      logs.push(Math.log(sentences[s + 1] - sentences[s]));
  }
  if (logs.length < LEAST) return Number.NaN;
  const mean = logs.reduce((a, b) => a + b) / logs.length;
  return Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
}
