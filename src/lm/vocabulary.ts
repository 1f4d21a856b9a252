/** Numbers for tokens: 0, 1, 2 … in the order in which they first stand, and one more for all that are not in it. */
import { type Documents, emptyDocuments } from './documents.js';

export interface Vocabulary {
  /** Token of each number. */
  tokens: string[];
  /** Number of each token. */
  ids: ReadonlyMap<string, number>;
}

export function vocabularyOf(texts: Iterable<Iterable<string>>): Vocabulary {
  const ids = new Map<string, number>();
  for (const text of texts) {
    for (const token of text) if (!ids.has(token)) ids.set(token, ids.size);
  }
  return { tokens: [...ids.keys()], ids };
}

/** Number of `<unk>`, the token that stands for every one that the vocabulary lacks. */
export function unknownId({ tokens }: Vocabulary): number {
  return tokens.length;
}

export function encode(vocabulary: Vocabulary, texts: readonly (readonly string[])[]): Documents {
  const documents = emptyDocuments(texts.map((text) => text.length));
  const unknown = unknownId(vocabulary);
  let at = 0;
  for (const text of texts) {
    for (const token of text) documents.pieces[at++] = vocabulary.ids.get(token) ?? unknown;
  }
  return documents;
}
