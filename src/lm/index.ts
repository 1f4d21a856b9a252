/** Language models of tokens: modified Kneser-Ney, and cross-fitting. */
export { crossFit, type FoldModels, fitWithout, scoreWithout } from './cross-fit.js';
export type { Documents } from './documents.js';
export { type NgramModel, type NgramOptions, trainNgram } from './ngram.js';
export { logProbabilities, perplexity, windowLogs } from './score-ngram.js';
export { fitKneserNey, score, scoreDocuments, type TokenModel, trainKneserNey } from './token-model.js';
export { encode, unknownId, type Vocabulary, vocabularyOf } from './vocabulary.js';
