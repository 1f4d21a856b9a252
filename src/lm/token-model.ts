/**
 * A language model of tokens that finds no text impossible: interpolated modified Kneser-Ney (Chen and Goodman 1999,
 * section 3) of an open vocabulary. The tokens of the vocabulary and `<unk>` share what the shortest context leaves, in
 * equal parts, so their probabilities sum to 1 after any context; a token outside the vocabulary has the probability of
 * `<unk>`. As in KenLM (Heafield et al. 2013), no training token is turned into `<unk>`. We differ from it: a text's end
 * is not foretold, so that a text has as many probabilities as tokens.
 */
import type { Documents } from './documents.js';
import { type NgramModel, trainNgram } from './ngram.js';
import { logProbabilities } from './score-ngram.js';
import { encode, type Vocabulary, vocabularyOf } from './vocabulary.js';

export interface TokenModel {
  vocabulary: Vocabulary;
  /** Its pieces are the vocabulary's numbers and `<unk>`. */
  ngram: NgramModel;
}

/**
 * `order`: length of the n-grams, at least 1. `vocabulary`: the texts' own by default. Models of one vocabulary have
 * probabilities that can be compared. Throws DataError when no text has a token.
 */
export function trainKneserNey(
  texts: readonly (readonly string[])[],
  order: number,
  vocabulary: Vocabulary = vocabularyOf(texts),
): TokenModel {
  return fitKneserNey(encode(vocabulary, texts), order, vocabulary);
}

/** The same of texts that are encoded already. */
export function fitKneserNey(documents: Documents, order: number, vocabulary: Vocabulary): TokenModel {
  const types = vocabulary.tokens.length + 1;
  return { vocabulary, ngram: trainNgram(documents, types, { order, smoothing: 'kneser-ney' }) };
}

/** log2 of the probability of each token of a text, each after those before it: below 0, and finite. */
export function score(model: TokenModel, tokens: readonly string[]): Float64Array {
  return scoreDocuments(model, encode(model.vocabulary, [tokens]));
}

/** The same of encoded texts, parallel to `pieces`. */
export function scoreDocuments({ ngram }: TokenModel, documents: Documents): Float64Array {
  return logProbabilities(ngram, documents).map((log) => log / Math.LN2);
}
