/** The lab: a loop that feeds on its own output, and what learns in it. */
export { type NgramModel, type NgramOptions, sampleNgram, trainNgram } from './learners/ngram.js';
export { nextGeneration } from './next-generation.js';
export { type PieceCorpus, textOf, toPieces } from './piece-corpus.js';
export { readSpeeches, type Speech } from './speeches.js';
