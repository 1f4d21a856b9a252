/** One document of a corpus, as a reader yields it. */
export interface Document {
  /** The text, as in the file: not trimmed, not normalised. */
  text: string;
  /** The user's own identifier, where the corpus has one. */
  id?: string;
  /** `file:number` of its line, row or element; only where the reader was asked for `places`. */
  place?: string;
}
