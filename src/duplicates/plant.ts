/**
 * Planted near-copies: texts of the corpus with a share of their words replaced by words of the corpus, so that it can
 * be told how many of such copies are found in this very corpus.
 */
import type { Rng } from '../stats/rng.js';
import { permutation } from '../stats/rng.js';

/** Share of the words that are replaced. */
export const REPLACED = 0.03;
/** The least words of a text of which a share can be replaced: one word is more than that share below. */
export const LEAST_WORDS = 17;

/** The words that stand in for others. */
export function wordsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(/\s+/).filter(Boolean));
}

/** A copy of the text with `REPLACED` of its words, at least one, replaced by other `words`; white space stays. */
export function nearCopy(text: string, words: readonly string[], random: Rng): string {
  const pieces = text.split(/(\s+)/);
  const places = pieces.flatMap((piece, i) => (piece === '' || i % 2 === 1 ? [] : [i]));
  const count = Math.max(1, Math.round(REPLACED * places.length));
  for (const chosen of permutation(places.length, random).slice(0, count)) {
    const word = pieces[places[chosen]];
    let other = words[random(words.length)];
    for (let draw = 0; other === word && draw < 20; draw++) other = words[random(words.length)];
    pieces[places[chosen]] = other;
  }
  return pieces.join('');
}
