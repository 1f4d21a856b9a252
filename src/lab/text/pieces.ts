/**
 * Pieces: what a word learner reads and writes. A piece is a word or one other character, with the space before
 * it if there is one, so that joining the pieces of a text gives it back (white space becomes single spaces),
 * punctuation and capitals are learned like words, and generated text reads like text.
 */

/** A run of letters, digits and marks, apostrophes within it included: never shorter than a word of the tokeniser `words`. */
const PIECE = / ?(?:[\p{L}\p{N}\p{M}\p{Cf}]+(?:['’]+[\p{L}\p{N}\p{M}\p{Cf}]+)*|[^\s])/gu;

/** The end of a text to which a letter would be added rather than begin a word. */
const OPEN_END = /[\p{L}\p{N}\p{M}\p{Cf}]['’]*$/u;
const WORD_START = /^[\p{L}\p{N}\p{M}\p{Cf}]/u;

export function pieces(text: string): string[] {
  return text.trim().replace(/\s+/gu, ' ').match(PIECE) ?? [];
}

/** The text of pieces. Two words that would grow together, which no text teaches, are held apart by a space. */
export function joinPieces(parts: readonly string[]): string {
  let tail = '';
  return parts
    .map((part) => {
      const apart = WORD_START.test(part) && OPEN_END.test(tail);
      tail = part === "'" || part === '’' ? tail + part : part;
      return apart ? ` ${part}` : part;
    })
    .join('');
}
