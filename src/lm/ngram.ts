/**
 * The n-gram model of pieces: the next piece depends on the last `order - 1` (Shannon 1948, section 3). What is counted
 * lies in arrays sorted by context and piece; a text is followed from context to context without looking any n-gram up
 * by its pieces, but where a longer context may have been reached.
 *
 * With Kneser-Ney, an n-gram shorter than the order counts not by its occurrences but by the different pieces that
 * stand before it, a document's beginning among them; where it begins with a beginning, nothing stands before it, and
 * its occurrences count.
 */
import { DataError } from '../util/errors.js';
import { type Contexts, contextsUpTo, layOutPlaces } from './contexts.js';
import type { Documents } from './documents.js';
import { type Followers, followersOf } from './followers.js';
import { type Smoothing, sharesOf } from './smoothing.js';

export interface NgramOptions {
  /** Length of the n-grams, at least 1. */
  order: number;
  smoothing: Smoothing;
}

/** What is known of the contexts of one length and of the pieces behind them. */
export interface Level {
  /** Rows of context c are those from starts[c] to starts[c + 1] - 1. */
  starts: Int32Array;
  /** The piece of each row, ascending within a context. */
  pieces: Int32Array;
  /** Sum of the shares of a context's own rows, up to and with this one. */
  upTo: Float64Array;
  /** The context that a text has behind the row's piece: one longer, or as long where there is none longer. */
  next: Int32Array;
  /** Probability of the row's piece, shorter contexts included, all but what is left at `rest`. */
  probability: Float64Array;
  /** What each context leaves to the next shorter one. */
  back: Float64Array;
  /** What it leaves, by way of all shorter ones, to all pieces alike. */
  rest: Float64Array;
  /** The context without its oldest piece. */
  suffix: Int32Array;
  /** See Contexts. */
  oldest: Int32Array;
  children: Int32Array;
}

export interface NgramModel extends NgramOptions {
  /** Number of spellings, those that the training corpus lacks included. */
  types: number;
  /** [n] = by the n pieces before; context 0 is the beginning of a document. */
  levels: Level[];
}

/** Time and memory grow with pieces times order. `types`: number of spellings. Throws DataError when no piece is there. */
export function trainNgram(
  documents: Documents,
  types: number,
  { order, smoothing }: NgramOptions,
): NgramModel {
  if (documents.pieces.length === 0)
    throw new DataError('an n-gram model needs at least one word to learn from');
  const places = layOutPlaces(documents);
  const contexts = contextsUpTo(order, places, types);
  const levels: Level[] = [];
  let shorter: Followers | undefined;
  for (let n = 0; n < order; n++) {
    const followers = followersOf(contexts[n], contexts[n + 1], places);
    const kinds = smoothing === 'kneser-ney' ? contexts[n + 2] : undefined;
    const counts = countsOf(followers, contexts[n], contexts[n + 1], kinds, n);
    const { upTo, back } = sharesOf(followers, counts, smoothing, n);
    const { suffix, oldest, children } = contexts[n];
    const level = {
      starts: followers.starts,
      pieces: followers.pieces,
      upTo,
      back,
      suffix,
      oldest,
      children,
    };
    const below = n > 0 ? levels[n - 1] : undefined;
    levels.push({
      ...level,
      // Behind the longest contexts stand contexts as long: of the longer one only its end.
      next: n + 1 < order ? followers.next : followers.next.map((c) => contexts[order].suffix[c]),
      probability: probabilities(followers, upTo, back, contexts[n + 1].suffix, shorter, below),
      rest: back.map((left, c) => (below ? left * below.rest[suffix[c]] : left)),
    });
    shorter = followers;
  }
  return { order, smoothing, types, levels };
}

/** Occurrences of each row, or how many different pieces stand before it. */
function countsOf(
  { starts, next }: Followers,
  contexts: Contexts,
  longer: Contexts,
  kinds: Contexts | undefined,
  length: number,
): Int32Array {
  const counts = next.map((c) => longer.counts[c]);
  if (!kinds) return counts;
  for (let c = 0; c + 1 < starts.length; c++) {
    if (length > 0 && contexts.oldest[c] === 0) continue;
    for (let r = starts[c]; r < starts[c + 1]; r++) {
      counts[r] = kinds.children[next[r] + 1] - kinds.children[next[r]];
    }
  }
  return counts;
}

/** P(w | h) = share + back(h) P(w | h without its oldest piece), from the shortest up. */
function probabilities(
  { starts, next }: Followers,
  upTo: Float64Array,
  back: Float64Array,
  suffix: Int32Array,
  shorter: Followers | undefined,
  below: Level | undefined,
): Float64Array {
  const probability = new Float64Array(next.length);
  for (let c = 0; c + 1 < starts.length; c++) {
    let before = 0;
    for (let r = starts[c]; r < starts[c + 1]; r++) {
      const share = upTo[r] - before;
      before = upTo[r];
      probability[r] =
        shorter && below ? share + back[c] * below.probability[shorter.rowOf[suffix[next[r]]]] : share;
    }
  }
  return probability;
}
