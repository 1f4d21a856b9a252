// Where everything lies in the kernel's memory. All addresses are set by `layoutCounter` or `layoutMerger`. The
// caller owns the text area.

export const CHUNK: u32 = 2048; // Bytes of a chunk of keys: 256 keys.
export const WORD_BYTES: u32 = 256; // Longest stored spelling.
export const BATCH: u32 = 64;
export const CELL: u32 = 24; // Bytes of a record of the unigram table.
export const SLACK: u32 = 4096; // Slots after the end of the counting table, in place of wrapping around.

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
export let documents: u32 = 0; // Log: records of hash u64, tokens u32, flags u32.
export let documentSlots: u32 = 0;
export let sorted: u32 = 0; // Two areas for sorting rows (key u64, index u32), in the place of the pool.
export let sortRows: u32 = 0;
export let table: u32 = 0; // Counting table: records of key u64 (EMPTY: none), count u32.
export let tableSlots: u32 = 0; // Largest number of slots, without the slack.
export let outKeys: u32 = 0; // Sorted cells that leave the table.
export let outCounts: u32 = 0;
export let segment: u32 = 0; // The same as bytes; in a merger, the bytes that come in.
export let text: u32 = 0;
export let tokenBytes: u32 = 0; // Normalised bytes of the open token, the first 264 or more.
export let arenaUsed: u32 = 0;

export let byWords: bool = false;
export let tokenStart: u64 = 0;
export let textStart: u64 = 0;
export let digestStart: u64 = 0;

function align(at: u32): u32 {
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
  slots: u32,
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
  heads = groupCells + 32 * 4;
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
  layoutTable(align(documents + documentRows * 16), slots);
  text = align(segment + slots * 13 + 64);
  reserve(text);
  arenaUsed = 8;
  memory.fill(table, 0xff, (slots + SLACK) * 12);
}

/** Lays the memory out for merging: a table of `slots` (a power of two) and `bytes` of incoming segments. */
export function layoutMerger(slots: u32, bytes: u32): void {
  if (slots > tableSlots) {
    layoutTable(1024, slots);
    reserve(segment);
    memory.fill(table, 0xff, (slots + SLACK) * 12);
  }
  reserve(segment + bytes);
}

function layoutTable(at: u32, slots: u32): void {
  tableSlots = slots;
  table = at;
  outKeys = align(table + (slots + SLACK) * 12);
  outCounts = outKeys + (slots + SLACK) * 8;
  segment = align(outCounts + (slots + SLACK) * 4);
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
