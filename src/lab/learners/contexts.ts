/**
 * The places of a corpus by the pieces that stand before them: counting sorts number the contexts of each length from
 * those one shorter, so that no n-gram is ever hashed.
 */
import type { PieceCorpus } from '../piece-corpus.js';

/** Stands for the piece behind a document; it is never drawn. */
export const END = -1;

export interface Places {
  /** The piece at each place, END behind each document: length pieces + documents. */
  pieces: Int32Array;
  /** How many pieces of its document stand before it. */
  offset: Int32Array;
}

/** Places by a context of one length n. */
export interface Contexts {
  /** Number of each place's context. */
  of: Int32Array;
  /** Places that hold a piece, sorted by context. */
  places: Int32Array;
  /** Where each context's places begin in `places`, and the end: length contexts + 1. */
  starts: Int32Array;
  /** How many different pieces follow each context. */
  kinds: Int32Array;
  /** The piece n before, plus 1, or 0 where that is before the document. */
  oldest: Int32Array;
  /** The contexts that end in context c of length n - 1 are those from children[c] to children[c + 1] - 1, by `oldest`. */
  children: Int32Array;
}

export function layOutPlaces(corpus: PieceCorpus): Places {
  const documents = corpus.starts.length - 1;
  const pieces = new Int32Array(corpus.pieces.length + documents);
  const offset = new Int32Array(pieces.length);
  let at = 0;
  for (let d = 0; d < documents; d++) {
    const start = corpus.starts[d];
    const length = corpus.starts[d + 1] - start;
    for (let i = 0; i <= length; i++, at++) {
      offset[at] = i;
      pieces[at] = i < length ? corpus.pieces[start + i] : END;
    }
  }
  return { pieces, offset };
}

/** [n] = contexts of length n, 0 … longest. `types` = number of spellings. */
export function contextsUpTo(longest: number, places: Places, types: number): Contexts[] {
  const size = places.pieces.length;
  const all: Contexts[] = [];
  const none = new Int32Array(size);
  all.push(group(none, new Int32Array(1), new Int32Array(0), places.pieces, types));
  for (let n = 1; n <= longest; n++) {
    const before = all[n - 1].of;
    const shorter = all[n - 1].starts.length - 1;
    const older = new Int32Array(size);
    for (let i = 0; i < size; i++) older[i] = places.offset[i] < n ? 0 : places.pieces[i - n] + 1;
    const sorted = countingSort(countingSort(null, older, types + 1), before, shorter);
    const of = new Int32Array(size);
    const oldest = new Int32Array(size);
    const children = new Int32Array(shorter + 1);
    let contexts = 0;
    for (let i = 0; i < size; i++) {
      const place = sorted[i];
      const last = sorted[i - 1];
      if (i === 0 || before[place] !== before[last] || older[place] !== older[last]) {
        oldest[contexts++] = older[place];
        children[before[place] + 1] = contexts;
      }
      of[place] = contexts - 1;
    }
    all.push(group(of, oldest.slice(0, contexts), children, places.pieces, types));
  }
  return all;
}

/** The places 0 … n - 1 in the order of their keys 0 … limit - 1; equal keys keep the order of `places` (null = 0, 1, 2 …). */
function countingSort(places: Int32Array | null, keys: Int32Array, limit: number): Int32Array {
  const next = new Int32Array(limit + 1);
  for (let i = 0; i < keys.length; i++) next[keys[i] + 1]++;
  for (let k = 0; k < limit; k++) next[k + 1] += next[k];
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const place = places === null ? i : places[i];
    sorted[next[keys[place]]++] = place;
  }
  return sorted;
}

/** Lists the places of each context, ends of documents left out, and counts the kinds that follow. */
function group(
  of: Int32Array,
  oldest: Int32Array,
  children: Int32Array,
  pieces: Int32Array,
  types: number,
): Contexts {
  const contexts = oldest.length;
  const starts = new Int32Array(contexts + 1);
  for (let i = 0; i < of.length; i++) if (pieces[i] !== END) starts[of[i] + 1]++;
  for (let c = 0; c < contexts; c++) starts[c + 1] += starts[c];
  const next = starts.slice();
  const places = new Int32Array(starts[contexts]);
  for (let i = 0; i < of.length; i++) if (pieces[i] !== END) places[next[of[i]]++] = i;
  const kinds = new Int32Array(contexts);
  const seen = new Int32Array(types).fill(-1);
  for (let c = 0; c < contexts; c++) {
    for (let i = starts[c]; i < starts[c + 1]; i++) {
      const piece = pieces[places[i]];
      if (seen[piece] !== c) kinds[c]++;
      seen[piece] = c;
    }
  }
  return { of, places, starts, kinds, oldest, children };
}

/** The context that puts `oldest` before context `shorter`, or -1 where the corpus has none. */
export function childContext({ oldest: known, children }: Contexts, shorter: number, oldest: number): number {
  let from = children[shorter];
  let to = children[shorter + 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (known[middle] < oldest) from = middle + 1;
    else to = middle;
  }
  return from < children[shorter + 1] && known[from] === oldest ? from : -1;
}
