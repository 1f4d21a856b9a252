// Where everything lies in the kernel's memory. All addresses are set by `layoutCounter` or `layoutMerger`. The
// caller owns the text area.

export const CHUNK: u32 = 2048; // Bytes of a chunk of keys: 256 keys.
export const WORD_BYTES: u32 = 256; // Longest stored spelling.
export const BATCH: u32 = 64;
export const CELL: u32 = 24; // Bytes of a record of the unigram table.
export const BINS: u32 = 128; // Bins of a signature (signature.ts), two a byte.
export const ROW: u32 = 16 + BINS / 2; // Bytes of a record of the log of documents.

export let classIndex: u32 = 0;
export let lowerIndex: u32 = 0;
export let classPages: u32 = 0;
export let lowerPages: u32 = 0;
export let ascii: u32 = 0; // 256 bytes. words: lower-case word character, or 0. whitespace: 0 token, 1 white, 2 look.
export let loopTable: u32 = 0; // 4,096 slots of tag u32, position u32.
export let spelt: u32 = 0; // Area for the bytes of a batch of tokens.
export let batch: u32 = 0; // Tokens that wait for the unigram table: 64 of key u64, address of bytes u32, length u32.
export let totals: u32 = 0; // 3 x 32 f64: documents, tokens, bytes of each group.
export let heads: u32 = 0; // 768 u32: first chunk of each partition.
export let tails: u32 = 0; // 768 u32: address of its next key; 0 before the first.
export let lines: u32 = 0; // 768 lines of 64 bytes: keys on their way to the pool, so that it is written a line at a time.
export let nextChunk: u32 = 0; // u32 a chunk: the chunk after it.
export let pool: u32 = 0;
export let poolChunks: u32 = 0;
export let cells: u32 = 0; // Unigram table: records of key u64, count u32 (0 = empty), owner u32, spelling u32, unused u32.
export let cellSlots: u32 = 0;
export let groupSlots: u32 = 0; // A 32nd of them: each group has a region, for a document touches only its own.
export let groupCells: u32 = 0; // 32 u32: cells in use in each region.
export let arena: u32 = 0; // Spelling of each cell's word: length u16, bytes.
export let arenaBytes: u32 = 0;
export let bins: u32 = 0; // 128 u32: the least hash of the present text's shingles in each bin.
export let documents: u32 = 0; // Log: records of hash u64, tokens u32, flags u32, signature.
export let documentSlots: u32 = 0;
export let sorted: u32 = 0; // Two areas for sorting rows (key u64, index u32), in the place of the pool.
export let sortRows: u32 = 0;
export let dealt: u32 = 0; // A block of keys of one partition, in the order of their leading bits.
export let bucketEnds: u32 = 0; // u32 a bucket: where its next key goes.
export let blockKeys: u32 = 0; // Most keys that are counted into one segment.
export let outKeys: u32 = 0; // Sorted cells: keys u64.
export let outCounts: u32 = 0; // Their counts u32.
export let segment: u32 = 0; // The same as bytes.
export let text: u32 = 0;
export let tokenBytes: u32 = 0; // Normalised bytes of the open token, the first 264 or more.
export let arenaUsed: u32 = 0;

export let byWords: bool = false;
export let tokenStart: u64 = 0;
export let textStart: u64 = 0;
export let digestStart: u64 = 0;

export function align(at: u32): u32 {
  return (at + 63) & ~63;
}

// Grows the memory to hold `end` bytes, with room for reads of 8 bytes at the very end.
export function reserve(end: u32): void {
  const pages = <i32>((<u64>end + 64 + 65535) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}

/** First address of the Unicode tables: index of classes, index of lower case, class pages, lower-case pages. */
export function unicodeAt(): u32 {
  return 1024;
}

/** Lays the memory out for counting. The Unicode tables must be written before the first document. */
export function layoutCounter(
  words: bool,
  classPageCount: u32,
  lowerPageCount: u32,
  chunks: u32,
  unigramSlots: u32,
  arenaSize: u32,
  documentRows: u32,
  block: u32,
  token: u64,
  textSeed: u64,
  digest: u64,
): void {
  byWords = words;
  tokenStart = token;
  textStart = textSeed;
  digestStart = digest;
  classIndex = unicodeAt();
  lowerIndex = classIndex + 0x1100;
  classPages = lowerIndex + 0x1100;
  lowerPages = classPages + classPageCount * 256;
  ascii = align(lowerPages + lowerPageCount * 1024);
  loopTable = ascii + 256;
  tokenBytes = loopTable + 4096 * 8;
  spelt = tokenBytes;
  batch = spelt + BATCH * 288;
  totals = batch + BATCH * 16;
  groupCells = totals + 3 * 32 * 8;
  bins = groupCells + 32 * 4;
  heads = bins + BINS * 4;
  tails = heads + 768 * 4;
  lines = align(tails + 768 * 4);
  nextChunk = lines + 768 * 64;
  poolChunks = chunks;
  pool = (nextChunk + chunks * 4 + CHUNK - 1) & ~(CHUNK - 1);
  sorted = pool;
  sortRows = max(unigramSlots, documentRows);
  cells = pool + max(chunks * CHUNK, 2 * sortRows * 12);
  cellSlots = unigramSlots;
  groupSlots = unigramSlots >> 5;
  arena = cells + unigramSlots * CELL;
  arenaBytes = arenaSize;
  documents = align(arena + arenaSize);
  documentSlots = documentRows;
  blockKeys = block;
  dealt = align(documents + documentRows * ROW);
  bucketEnds = dealt + block * 8;
  const out = align(bucketEnds + block * 4);
  setOut(out, block, align(out + block * 12));
  text = align(segment + block * 13 + 64);
  reserve(text);
  arenaUsed = 8;
}

/** Where sorted cells are, in an area for `room` of them, and where a segment is written. */
export function setOut(at: u32, room: u32, segmentFrom: u32): void {
  outKeys = at;
  outCounts = at + (room << 3);
  segment = segmentFrom;
}

/** Where the UTF-8 text of a document goes, with room for `bytes`. */
export function textAt(bytes: u32): u32 {
  reserve(text + bytes + 64);
  return text;
}

export function segmentAt(): u32 {
  return segment;
}

export function cellKeysAt(): u32 {
  return outKeys;
}

export function cellCountsAt(): u32 {
  return outCounts;
}
