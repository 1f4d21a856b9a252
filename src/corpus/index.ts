export { type Document, NO_LABEL } from './document.js';
export { expandInputs } from './expand-inputs.js';
export type { Compression, Fields, Format, Input, ReadOptions, Shard } from './input.js';
export { MAX_RECORD_BYTES } from './input.js';
export { planShards } from './plan-shards.js';
export { type ConlluSentence, readConllu } from './read-conllu.js';
export { type NpyMatrix, readNpy } from './read-npy.js';
export { readShard } from './read-shard.js';
export { assertNotEmpty, type BadRecord, newTally, type ReadTally } from './tally.js';
