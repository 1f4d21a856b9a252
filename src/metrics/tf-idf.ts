/**
 * Texts as weighted words: (1 + log of the occurrences) × log((1 + n) / (1 + texts that hold the word)), each text
 * brought to length 1 (Salton and Buckley 1988). A word that every text holds weighs nothing; one that no other text
 * holds says nothing of how texts are related and is left out.
 */
import type { SparseRows } from '../stats/principal-space.js';
import type { EqualText } from './equal-texts.js';

/** [i] = the words of text i, by number, and how often they occur. */
export interface CountedTexts {
  words: string[];
  texts: ({ word: Uint32Array; count: Uint32Array } | null)[];
}

export function countWords(texts: readonly (EqualText | null)[]): CountedTexts {
  const numbers = new Map<string, number>();
  const counted = texts.map((text) => {
    if (text === null) return null;
    const counts = new Map<number, number>();
    for (const token of text.tokens) {
      let number = numbers.get(token);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(token, number);
      }
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    return { word: Uint32Array.from(counts.keys()), count: Uint32Array.from(counts.values()) };
  });
  return { words: [...numbers.keys()], texts: counted };
}

/** Words that texts were seen to share: a column for each, and its weight. */
export interface WordWeights {
  /** [c] = number of the word in column c, and its weight. */
  words: Uint32Array;
  weights: Float64Array;
  /** [w] = column of word w, or -1. */
  column: Int32Array;
}

/** Learnt from the texts with these indices. */
export function wordWeights({ words, texts }: CountedTexts, from: readonly number[]): WordWeights {
  const holding = new Uint32Array(words.length);
  for (const i of from) for (const w of texts[i]?.word ?? []) holding[w]++;
  const column = new Int32Array(words.length).fill(-1);
  const known: number[] = [];
  holding.forEach((held, w) => {
    if (held > 1 && held < from.length) column[w] = known.push(w) - 1;
  });
  return {
    words: Uint32Array.from(known),
    weights: Float64Array.from(known, (w) => Math.log((1 + from.length) / (1 + holding[w]))),
    column,
  };
}

/** The rows of texts, each of length 1; a text without a known word is a row of zeros. */
export function weighted(
  { texts }: CountedTexts,
  of: readonly number[],
  { weights, column: columnOf }: WordWeights,
): SparseRows {
  const start = new Uint32Array(of.length + 1);
  const column: number[] = [];
  const value: number[] = [];
  of.forEach((i, row) => {
    const text = texts[i];
    const first = value.length;
    let square = 0;
    for (let k = 0; text !== null && k < text.word.length; k++) {
      const at = columnOf[text.word[k]];
      if (at < 0) continue;
      const x = (1 + Math.log(text.count[k])) * weights[at];
      column.push(at);
      value.push(x);
      square += x * x;
    }
    for (let k = first; k < value.length; k++) value[k] /= Math.sqrt(square);
    start[row + 1] = value.length;
  });
  return {
    rows: of.length,
    columns: weights.length,
    start,
    column: Uint32Array.from(column),
    value: Float64Array.from(value),
  };
}
