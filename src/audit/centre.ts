/**
 * Whether the centre holds: how far the commonest words, those that make half of all tokens, have moved among
 * themselves. The Jensen-Shannon divergence (Lin 1991, eq. 3.7) of their shares, less what both corpora dealt out anew
 * show. There are a hundred such words or so, each seen often, so this tells kinds of text apart where `drift/js`, most
 * of which is rare words, drowns in sampling noise. Function words are what genres differ in (Biber 1988); taking rare
 * words out leaves their shares among themselves as they were.
 */
import type { Pair } from '../metrics/side.js';
import { tQuantile } from '../stats/student-t.js';

const SHARE = 0.5;
/**
 * Bits. Halves of one source, damaged in the tail or not, stay below 0.003, and different kinds of text above 0.014:
 * `docs/verdict.md`.
 */
export const CENTRE_HOLDS = 0.01;

export interface CentreShift {
  /** Bits beyond those of the replicates; 0 on average where nothing has moved. */
  excess: number;
  /** Of the excess: 95 %, with the spread of the replicates. */
  ci: [number, number];
}

/** The commonest words of both sides, weighed alike, that make half of the tokens; all that are as common as the last. */
export function centreWords(pair: Pair): Uint32Array {
  const { corpus, reference } = pair.words();
  const share = corpus.count.map(
    (count, w) => (count / pair.corpus.tokens + reference.count[w] / pair.reference.tokens) / 2,
  );
  // A pool over its memory budget holds a slice of the words.
  let left = 0;
  for (const each of share) left += SHARE * each;
  const sorted = share.slice().sort();
  let at = sorted.length;
  while (at > 0 && left > 0) left -= sorted[--at];
  const least = sorted[at];
  return Uint32Array.from(share.keys()).filter((w) => share[w] >= least);
}

/** Bits, 0 to 1; null where a side has none of the words. */
export function centreDistance(pair: Pair, words: Uint32Array): number | null {
  const { corpus, reference } = pair.words();
  let n = 0;
  let m = 0;
  for (const w of words) {
    n += corpus.count[w];
    m += reference.count[w];
  }
  if (n === 0 || m === 0) return null;
  let bits = 0;
  for (const w of words) {
    const p = corpus.count[w] / n;
    const q = reference.count[w] / m;
    if (p > 0) bits += (p * Math.log2((2 * p) / (p + q))) / 2;
    if (q > 0) bits += (q * Math.log2((2 * q) / (p + q))) / 2;
  }
  return bits;
}

/** `dealt`: the distance in each replicate. */
export function centreShift(distance: number | null, dealt: readonly number[]): CentreShift | null {
  if (distance === null || dealt.length < 8) return null;
  let mean = 0;
  for (const bits of dealt) mean += bits / dealt.length;
  let variance = 0;
  for (const bits of dealt) variance += (bits - mean) ** 2 / (dealt.length - 1);
  const excess = distance - mean;
  const half = tQuantile(0.95, 10) * Math.sqrt(variance);
  return { excess, ci: [excess - half, excess + half] };
}
