/**
 * Cross-fitting: how likely a reference finds texts, when some of these texts are its own. Its texts lie in K folds;
 * there is a model for each fold, of all texts but the fold's. A text of fold f is scored by the model without f,
 * whether the reference has the text or not, so that both kinds meet models of the same sizes and of texts that they are
 * not part of. All models have one vocabulary, the whole reference's.
 *
 * Let folds follow from the text (a hash of it), not from its place: then a text that stands in the reference and in
 * what is set against it is scored without its copy.
 */
import { DataError } from '../util/errors.js';
import { type Documents, takeDocuments } from './documents.js';
import { fitKneserNey, score, type TokenModel } from './token-model.js';
import { encode, type Vocabulary, vocabularyOf } from './vocabulary.js';

/** [f] = the model of all texts but those of fold f. */
export type FoldModels = readonly TokenModel[];

/**
 * `foldOf`: of each text, 0 … folds - 1. Takes `folds` times the time of one model. Throws DataError when a fold holds
 * every token there is.
 */
export function crossFit(
  texts: readonly (readonly string[])[],
  foldOf: ArrayLike<number>,
  folds: number,
  order: number,
): FoldModels {
  const vocabulary = vocabularyOf(texts);
  const all = encode(vocabulary, texts);
  return Array.from({ length: folds }, (_, fold) => fitWithout(all, foldOf, fold, order, vocabulary));
}

/** One of these models, for those who need one at a time. `all`: every text, encoded. */
export function fitWithout(
  all: Documents,
  foldOf: ArrayLike<number>,
  fold: number,
  order: number,
  vocabulary: Vocabulary,
): TokenModel {
  const which: number[] = [];
  for (let d = 0; d + 1 < all.starts.length; d++) if (foldOf[d] !== fold) which.push(d);
  const rest = takeDocuments(all, which);
  if (rest.pieces.length === 0) {
    throw new DataError(`a model without fold ${fold} has no word to learn from; more texts are needed`);
  }
  return fitKneserNey(rest, order, vocabulary);
}

/** log2 of the probability of each token of a text of `fold`. */
export function scoreWithout(models: FoldModels, tokens: readonly string[], fold: number): Float64Array {
  return score(models[fold], tokens);
}
