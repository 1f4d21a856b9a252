/**
 * What self-BLEU needs, for all documents at once and in linear time: clipping a document's n-grams by the most that
 * any *other* document has of them needs only the two largest counts of each n-gram and whose the largest is.
 */
import { type Grams, longer, NONE, numberWords, unigrams } from './gram-ids.js';

export const ORDERS = 4;

/** For document i and order n (1 to 4): `matched[4 i + n - 1]` of its `total[4 i + n - 1]` n-grams stand elsewhere. */
export interface BleuCounts {
  matched: Float64Array;
  total: Float64Array;
  /** Words of each document. */
  words: Float64Array;
  /** Words of the other document nearest in length, of equals the shorter. */
  nearest: Float64Array;
}

export function bleuCounts(documents: readonly string[], tokenise: (text: string) => string[]): BleuCounts {
  const size = documents.length;
  const words = numberWords(documents, tokenise);
  const matched = new Float64Array(ORDERS * size);
  const total = new Float64Array(ORDERS * size);
  const lengths = new Float64Array(size);
  for (let i = 0; i < size; i++) lengths[i] = words.ends[i] - (i === 0 ? 0 : words.ends[i - 1]);
  let grams: Grams = unigrams(words);
  for (let n = 1; n <= ORDERS; n++) {
    if (n > 1) grams = longer(grams, words, words.ends);
    const most = new Uint32Array(grams.kinds);
    const second = new Uint32Array(grams.kinds);
    const owner = new Uint32Array(grams.kinds).fill(NONE);
    eachCount(grams, words.ends, (id, times, document) => {
      if (times > most[id]) {
        second[id] = most[id];
        most[id] = times;
        owner[id] = document;
      } else if (times > second[id]) {
        second[id] = times;
      }
    });
    eachCount(grams, words.ends, (id, times, document) => {
      const limit = owner[id] === document ? second[id] : most[id];
      matched[ORDERS * document + n - 1] += Math.min(times, limit);
      total[ORDERS * document + n - 1] += times;
    });
  }
  return { matched, total, words: lengths, nearest: nearestLengths(lengths) };
}

/** Calls `visit` for each different n-gram of each document, with its count there. */
function eachCount(
  grams: Grams,
  ends: Uint32Array,
  visit: (id: number, times: number, document: number) => void,
): void {
  const times = new Uint32Array(grams.kinds);
  let start = 0;
  for (let document = 0; document < ends.length; document++) {
    const end = ends[document];
    for (let i = start; i < end; i++) if (grams.ids[i] !== NONE) times[grams.ids[i]]++;
    for (let i = start; i < end; i++) {
      const id = grams.ids[i];
      if (id === NONE || times[id] === 0) continue;
      visit(id, times[id], document);
      times[id] = 0;
    }
    start = end;
  }
}

function nearestLengths(lengths: Float64Array): Float64Array {
  const sorted = lengths.slice().sort();
  return lengths.map((own) => {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < own) low = middle + 1;
      else high = middle;
    }
    const shorter = low > 0 ? sorted[low - 1] : Number.NEGATIVE_INFINITY;
    const other = low + 1 < sorted.length ? sorted[low + 1] : Number.POSITIVE_INFINITY;
    return own - shorter <= other - own ? shorter : other;
  });
}
