/**
 * cshaib/diversity (25127cc): `ngram_diversity_score` and `token_patterns` (Shaib et al. 2024). Quirks kept: all
 * documents are joined with spaces and split at single spaces, so n-grams run across documents and two spaces make an
 * empty word; the score is the *sum* of the ratios of 1- to n-grams, not their mean, so that it goes up to n; and it
 * falls as a corpus grows. gen0's own `diversity/distinct-n` stays inside documents and compares at equal size.
 */
import { type Grams, longer, NONE, numberWords, unigrams } from './gram-ids.js';
import { round } from './python.js';

/** `ngram_diversity_score(data, n)` for n = 1 to `most`, to three decimals; null from where there is no n-gram. */
export function ngramDiversity(documents: readonly string[], most = 5): (number | null)[] {
  const words = numberWords(documents, atSpaces);
  const scores: (number | null)[] = [];
  let sum = 0;
  let grams = unigrams(words);
  for (let n = 1; n <= most; n++) {
    if (n > 1) grams = longer(grams, words);
    const total = words.ids.length - n + 1;
    if (documents.length === 0 || total < 1) {
      scores.push(null);
      continue;
    }
    sum += grams.kinds / total;
    scores.push(round(sum, 3));
  }
  return scores;
}

/** `token_patterns(data, n, top)`: the most frequent n-grams and their counts; of equals, those that came first. */
export function tokenPatterns(documents: readonly string[], n = 4, top = 50): [string, number][] {
  const words = numberWords(documents, atSpaces);
  let grams: Grams = unigrams(words);
  while (grams.n < n) grams = longer(grams, words);
  const counts = new Uint32Array(grams.kinds);
  const place = new Uint32Array(grams.kinds).fill(NONE);
  for (let i = 0; i + n <= words.ids.length; i++) {
    const id = grams.ids[i];
    if (counts[id]++ === 0) place[id] = i;
  }
  return leaders(counts, top).map((id) => {
    const spelled = Array.from(words.ids.subarray(place[id], place[id] + n), (word) => words.spelling[word]);
    return [spelled.join(' '), counts[id]];
  });
}

/** The places of the `top` largest counts, larger ones first, of equals the lower place. */
function leaders(counts: Uint32Array, top: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < counts.length; id++) {
    if (best.length === top && counts[id] <= counts[best[top - 1]]) continue;
    if (best.length === top) best.pop();
    let at = best.length;
    while (at > 0 && counts[best[at - 1]] < counts[id]) at--;
    best.splice(at, 0, id);
  }
  return best;
}

function atSpaces(text: string): string[] {
  return text.split(' ');
}
