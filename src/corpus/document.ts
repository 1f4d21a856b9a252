/** One document of a corpus, as a reader yields it. */
export interface Document {
  /** The text, as in the file: not trimmed, not normalised. */
  text: string;
  /** The user's own identifier, where the corpus has one. */
  id?: string;
  /** `file:number` of its line, row or element; only where the reader was asked for `places`. */
  place?: string;
  /** Values of the fields that the reader was asked for (`labels`); `NO_LABEL` where the record has none. */
  labels?: Record<string, string>;
}

/** The value of a label that a record lacks. */
export const NO_LABEL = '(none)';
