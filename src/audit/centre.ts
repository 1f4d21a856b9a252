/**
 * Whether the centre holds: how much the commonest words, those that make half of all tokens, have lost. A squared
 * Hellinger distance, taken over the words that are rarer than in the reference, less what both corpora dealt out anew
 * show. Kinds of text use their commonest words, most of them function words, in other proportions (Biber 1988), so
 * some lose what others win. Where rare words go, common words only win, whichever of them take the place: then the
 * loss is 0. There are a hundred such words or so, each seen often, so this tells kinds of text apart where `drift/js`,
 * most of which is rare words, drowns in sampling noise.
 */
import type { Pair } from '../metrics/side.js';
import { tQuantile } from '../stats/student-t.js';

const SHARE = 0.5;
/** Halves of one source, damaged in the tail or not, reach 0.002, different kinds of text 0.004: `docs/verdict.md`. */
export const CENTRE_HOLDS = 0.003;

export interface CentreLoss {
  /** Squared Hellinger distance beyond that of the replicates; 0 on average where nothing has moved. */
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

/** 0 to 1: the sum of (√q - √p)² over the words whose share q of the reference's tokens is above p, the corpus's. */
export function centreDistance(pair: Pair, words: Uint32Array): number {
  const { corpus, reference } = pair.words();
  let sum = 0;
  for (const w of words) {
    const p = corpus.count[w] / pair.corpus.tokens;
    const q = reference.count[w] / pair.reference.tokens;
    if (p < q) sum += (Math.sqrt(q) - Math.sqrt(p)) ** 2;
  }
  return pair.pool.words.scale * sum;
}

/** `dealt`: the distance in each replicate. */
export function centreLoss(distance: number, dealt: readonly number[]): CentreLoss | null {
  if (dealt.length < 8) return null;
  let mean = 0;
  for (const each of dealt) mean += each / dealt.length;
  let variance = 0;
  for (const each of dealt) variance += (each - mean) ** 2 / (dealt.length - 1);
  const excess = distance - mean;
  const half = tQuantile(0.95, 10) * Math.sqrt(variance);
  return { excess, ci: [excess - half, excess + half] };
}
