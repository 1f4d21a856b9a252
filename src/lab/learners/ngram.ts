/**
 * The n-gram model of pieces: the next piece is drawn in proportion to how often it followed the last `order - 1`
 * pieces (Shannon 1948, section 3).
 *
 * Shannon opened a book at random until he met the context, and copied what came next. So do we: drawing a place of
 * the training corpus uniformly among those with this context is drawing from the maximum-likelihood estimate, and no
 * table of probabilities is needed, only the places sorted by context.
 *
 * `smoothing: 'none'` shortens a context only when nothing ever followed it. `'witten-bell'` also shortens it with
 * probability T / (N + T), where N pieces of T kinds followed it (Witten and Bell 1991, method C, interpolated): the
 * more kinds, the more likely a new one. Either way only pieces of the training corpus are drawn.
 */
import type { Rng } from '../../stats/rng.js';
import type { PieceCorpus } from '../piece-corpus.js';
import { type Contexts, childContext, contextsUpTo, layOutPlaces } from './contexts.js';

export interface NgramOptions {
  /** Length of the n-grams, at least 1. */
  order: number;
  smoothing: 'none' | 'witten-bell';
}

export interface NgramModel extends NgramOptions {
  spellings: readonly string[];
  /** The piece at each place, or END behind the last of a document. */
  pieces: Int32Array;
  /** [n] = by the n pieces before. Before a document stand marks of its beginning. */
  contexts: Contexts[];
}

/** Time and memory grow with pieces times order. */
export function trainNgram(corpus: PieceCorpus, { order, smoothing }: NgramOptions): NgramModel {
  const places = layOutPlaces(corpus);
  const contexts = contextsUpTo(order - 1, places, corpus.spellings.length);
  return { order, smoothing, spellings: corpus.spellings, pieces: places.pieces, contexts };
}

/** Documents of the given lengths in pieces, each begun as training documents begin. The model must not be empty. */
export function sampleNgram(model: NgramModel, lengths: ArrayLike<number>, random: Rng): PieceCorpus {
  const starts = new Int32Array(lengths.length + 1);
  for (let d = 0; d < lengths.length; d++) starts[d + 1] = starts[d] + lengths[d];
  const drawn = new Int32Array(starts[lengths.length]);
  for (let d = 0; d < lengths.length; d++)
    sampleDocument(model, drawn.subarray(starts[d], starts[d + 1]), random);
  return { spellings: model.spellings, pieces: drawn, starts };
}

function sampleDocument({ pieces, contexts, smoothing }: NgramModel, drawn: Int32Array, random: Rng): void {
  const longest = contexts.length - 1;
  // [n] = the context of the last n pieces; the first place of the corpus stands where all documents begin.
  const at = contexts.map(({ of }) => of[0]);
  let known = longest; // Longest one that the training corpus has.
  for (let i = 0; i < drawn.length; i++) {
    let n = known;
    while (n > 0 && isCut(contexts[n], at[n], smoothing, random)) n--;
    const { starts, places } = contexts[n];
    const first = starts[at[n]];
    const followers = starts[at[n] + 1] - first;
    const place = places[followers === 1 ? first : first + random(followers)];
    drawn[i] = pieces[place];
    // The next place agrees with the text in one more piece than this one; longer contexts are looked up.
    for (known = 0; known < longest; known++) {
      const next =
        known <= n
          ? contexts[known + 1].of[place + 1]
          : childContext(contexts[known + 1], at[known], i < known ? 0 : drawn[i - known] + 1);
      if (next < 0) break;
      at[known + 1] = next;
    }
  }
}

/** Whether the next piece is drawn from a shorter context than this. */
function isCut(
  { starts, kinds }: Contexts,
  context: number,
  smoothing: NgramOptions['smoothing'],
  random: Rng,
): boolean {
  const followers = starts[context + 1] - starts[context];
  if (followers === 0) return true;
  return smoothing === 'witten-bell' && random(followers + kinds[context]) >= followers;
}
