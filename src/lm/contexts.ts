/**
 * The places of a corpus by the pieces that stand before them: counting sorts number the contexts of each length from
 * those one shorter, so that no n-gram is ever hashed.
 */
import type { Documents } from './documents.js';

/** Stands for the piece behind a document; it is never drawn. */
export const END = -1;

export interface Places {
  /** The piece at each place, END behind each document: length pieces + documents. */
  pieces: Int32Array;
  /** How many pieces of its document stand before it. */
  offset: Int32Array;
}

/** The contexts of one length n, numbered by their newest piece, then the one before it, and so on. */
export interface Contexts {
  /** Number of each place's context. */
  of: Int32Array;
  /** How many places have each context. */
  counts: Int32Array;
  /** The context without its oldest piece, of length n - 1. */
  suffix: Int32Array;
  /** The piece n before, plus 1, or 0 where that is before the document. */
  oldest: Int32Array;
  /** The contexts that end in context c of length n - 1 are those from children[c] to children[c + 1] - 1, by `oldest`. */
  children: Int32Array;
}

export function layOutPlaces({ pieces, starts }: Documents): Places {
  const size = starts.length - 1;
  const laid = new Int32Array(pieces.length + size);
  const offset = new Int32Array(laid.length);
  let at = 0;
  for (let d = 0; d < size; d++) {
    const start = starts[d];
    const length = starts[d + 1] - start;
    for (let i = 0; i <= length; i++, at++) {
      offset[at] = i;
      laid[at] = i < length ? pieces[start + i] : END;
    }
  }
  return { pieces: laid, offset };
}

/** [n] = contexts of length n, 0 … longest. `types` = number of spellings. */
export function contextsUpTo(longest: number, places: Places, types: number): Contexts[] {
  const size = places.pieces.length;
  const none = new Int32Array(size);
  const one = new Int32Array(1);
  const all: Contexts[] = [
    { of: none, counts: Int32Array.of(size), suffix: one, oldest: one, children: new Int32Array(0) },
  ];
  for (let n = 1; n <= longest; n++) all.push(lengthen(all[n - 1], n, places, types));
  return all;
}

function lengthen(
  { of: before, counts }: Contexts,
  n: number,
  { pieces, offset }: Places,
  types: number,
): Contexts {
  const size = pieces.length;
  const older = new Int32Array(size);
  for (let i = 0; i < size; i++) older[i] = offset[i] < n ? 0 : pieces[i - n] + 1;
  const sorted = countingSort(countingSort(null, older, types + 1), before, counts.length);
  const of = new Int32Array(size);
  const oldest = new Int32Array(size);
  const suffix = new Int32Array(size);
  const count = new Int32Array(size);
  const children = new Int32Array(counts.length + 1);
  let contexts = 0;
  for (let i = 0; i < size; i++) {
    const place = sorted[i];
    const last = sorted[i - 1];
    if (i === 0 || before[place] !== before[last] || older[place] !== older[last]) {
      oldest[contexts] = older[place];
      suffix[contexts] = before[place];
      contexts++;
      children[before[place] + 1] = contexts;
    }
    of[place] = contexts - 1;
    count[contexts - 1]++;
  }
  return {
    of,
    counts: count.slice(0, contexts),
    suffix: suffix.slice(0, contexts),
    oldest: oldest.slice(0, contexts),
    children,
  };
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

/** The context that puts `oldest` before context `shorter`, or -1 where the corpus has none. */
export function childContext(
  { oldest: known, children }: Pick<Contexts, 'oldest' | 'children'>,
  shorter: number,
  oldest: number,
): number {
  let from = children[shorter];
  let to = children[shorter + 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (known[middle] < oldest) from = middle + 1;
    else to = middle;
  }
  return from < children[shorter + 1] && known[from] === oldest ? from : -1;
}
