/**
 * The diversities of Guo et al. 2024 ("The Curious Decline of Linguistic Diversity", NAACL Findings), as their scripts
 * (YanzhuGuo/linguistic-diversity e461add) compute them.
 *
 * Lexical: the mean of the shares of distinct words, 2-grams and 3-grams; words are word and mark runs in lower case
 * less single ASCII marks, n-grams stay inside a document, and of each list at most 200,000 are drawn, with Python's
 * random source and seed 42 as for the first file of their script: the same draw is made here. Kept: the three draws are
 * apart, so that the n-grams drawn are not those of the words drawn; and below 200,000 the share falls as a text grows.
 *
 * Semantic: the mean of (1 - cosine)/2 over pairs of rows. Theirs draws 3,000 sentences first; give it what is to count.
 *
 * Their third, syntactic, takes parses: guo-syntactic.ts.
 */
import { longer, NONE, numberWords, unigrams } from './gram-ids.js';
import { type Matrix, unitRows } from './matrix.js';
import { PUNCTUATION, split, wordPunct } from './python.js';
import { pythonRandom } from './python-random.js';

export const SAMPLE = 200_000;
const SEED = 42;

/** Null where no document has three words. */
export function lexicalDiversity(documents: readonly string[], sample = SAMPLE): number | null {
  const filled = documents.filter((text) => split(text).length > 0);
  const words = numberWords(filled, lowerWords);
  const random = pythonRandom(SEED);
  let grams = unigrams(words);
  let sum = 0;
  for (let n = 1; n <= 3; n++) {
    if (n > 1) grams = longer(grams, words, words.ends);
    const there = grams.ids.filter((id) => id !== NONE);
    if (there.length === 0) return null;
    const drawn = random.sample(there.length, Math.min(sample, there.length));
    const seen = new Uint8Array(grams.kinds);
    let kinds = 0;
    for (const at of drawn) {
      if (seen[there[at]] === 1) continue;
      seen[there[at]] = 1;
      kinds++;
    }
    sum += kinds / drawn.length;
  }
  return sum / 3;
}

/** Null for fewer than two rows. */
export function semanticDiversity(embeddings: Matrix): number | null {
  const { rows, columns, data } = unitRows(embeddings);
  if (rows < 2) return null;
  const sum = new Float64Array(columns);
  let self = 0;
  for (let at = 0; at < data.length; at++) {
    sum[at % columns] += data[at];
    self += data[at] ** 2;
  }
  const all = sum.reduce((total, x) => total + x * x, 0);
  return (1 - (all - self) / (rows * (rows - 1))) / 2;
}

function lowerWords(text: string): string[] {
  return wordPunct(text)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 1 || !PUNCTUATION.includes(word));
}
