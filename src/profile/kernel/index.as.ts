// The counting kernel (AssemblyScript, compiled to dist/profile/kernel.wasm by scripts/build-kernel.js). It does what
// plain.ts does, bit for bit, and docs/profile.md states the rules. How it is fast:
//   - one pass over the UTF-8 bytes finds tokens and hashes them (words, whitespace, tokens);
//   - unigrams go straight to a table (unigrams);
//   - keys of 2- to 4-grams are appended to 256 partitions an order (pool);
//   - when the pool is full, each partition is sorted within the level-2 cache and leaves as *segments* of ascending
//     cells (drain, segments). Nothing is ever dropped.
// Merging runs is merging their segments, partition by partition (merge).

export { start } from './characters.as';
export {
  begin,
  count,
  sortDocuments,
  documentRoom,
  signaturesAt,
  signatureStep,
  hashOfText,
  totalsAt,
  digestLowOf,
  digestHighOf,
  clearTotals,
} from './documents.as';
export { openPartition, nextSegment } from './drain.as';
export {
  unicodeAt,
  layoutCounter,
  textAt,
  segmentAt,
  cellKeysAt,
  cellCountsAt,
} from './layout.as';
export { setShifts, clearPool } from './pool.as';
export { writeCells, cellsBelow } from './segments.as';
export { sortedAt, columnsAt, sortedRoom } from './sort.as';
export { keepShingles, signaturesOnly, withLoops } from './tokens.as';
export { tallyWords } from './tally.as';
export { mergeSegments, segmentsAt } from './merge.as';
export { sortUnigrams, takeSpellings, clearUnigrams } from './unigrams-out.as';
