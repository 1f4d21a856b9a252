/**
 * cshaib/diversity (25127cc): `self_repetition_score` (Salkar et al. 2022): the mean over documents of
 * log(1 + occurrences of its distinct n-grams in other documents). Theirs takes time that grows with the square of the
 * number of documents; here one pass counts and a second adds up. Kept: it grows with the corpus, and a repetition
 * within a document does not count. gen0's own number for repetition is `repetition/duplicates`, at equal size.
 */
import { type Grams, longer, NONE, numberWords, unigrams } from './gram-ids.js';
import { split } from './python.js';

/** Null for no documents. */
export function selfRepetition(documents: readonly string[], n = 4): number | null {
  if (documents.length === 0) return null;
  const words = numberWords(documents, split);
  let grams: Grams = unigrams(words);
  while (grams.n < n) grams = longer(grams, words, words.ends);
  const holders = new Uint32Array(grams.kinds);
  eachDistinct(grams, words.ends, (id) => {
    holders[id]++;
  });
  const elsewhere = new Float64Array(documents.length);
  eachDistinct(grams, words.ends, (id, document) => {
    elsewhere[document] += holders[id] - 1;
  });
  let sum = 0;
  for (const times of elsewhere) sum += Math.log(times + 1);
  return sum / documents.length;
}

/** Calls `visit` once for each different n-gram of each document. */
function eachDistinct(grams: Grams, ends: Uint32Array, visit: (id: number, document: number) => void): void {
  const last = new Uint32Array(grams.kinds).fill(NONE);
  let i = 0;
  for (let document = 0; document < ends.length; document++) {
    for (; i < ends[document]; i++) {
      const id = grams.ids[i];
      if (id === NONE || last[id] === document) continue;
      last[id] = document;
      visit(id, document);
    }
  }
}
