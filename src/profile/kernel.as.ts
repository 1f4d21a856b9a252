// The counting kernel (AssemblyScript, compiled to dist/profile/kernel.wasm by scripts/build-kernel.js).
//
// It does what plain.ts does, bit for bit, and docs/profile.md states the rules. How it is fast:
//   - one pass over the UTF-8 bytes finds tokens and hashes them, eight bytes a step;
//   - unigrams go straight to an open-addressed table;
//   - keys of 2- to 4-grams are appended to 256 partitions an order, by their top 8 bits, in chunks of a pool;
//   - when the pool is full, each partition is counted in one table that fits the level-2 cache. A slot is the
//     next-highest bits of the key and probing never wraps, so the table in slot order is nearly sorted: one
//     insertion pass sorts it, and it leaves as a *segment* of ascending cells. Nothing is ever dropped: a
//     table that is full leaves as a segment, and counting goes on.
// Merging runs is the same table, fed with segments (`absorb`) in place of keys.
//
// All addresses are set by `layoutCounter` or `layoutMerger`. The caller owns the text area.

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xc2b2ae3d27d4eb4f;
const K3: u64 = 0x165667b19e3779f9;

// @ts-ignore: decorator
@inline
function mix(a: u64, b: u64): u64 {
  let x: u64 = (a * K1 + K3) ^ b;
  x = (x ^ (x >> 32)) * K2;
  return x ^ (x >> 29);
}

// @ts-ignore: decorator
@inline
function finish(a: u64): u64 {
  let x = a;
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
  return x ^ (x >> 33);
}

// ---------------------------------------------------------------------------------------------- layout

// Character classes, as src/profile/unicode.ts names them.
const SEPARATOR: u32 = 0;
const WORD: u32 = 1;
const MARK: u32 = 3;
const IGNORED: u32 = 4;
const KATAKANA: u32 = 5;
const SYMBOL: u32 = 6;
const MODIFIER: u32 = 7;
const APOSTROPHE: u32 = 8;

const CHUNK: u32 = 2048; // Bytes of a chunk of keys: 256 keys.
const WORD_BYTES: u32 = 256; // Longest stored spelling.
const BATCH: u32 = 64;
const CELL: u32 = 24; // Bytes of a record of the unigram table.
const SLACK: u32 = 4096; // Slots after the end of the counting table, in place of wrapping around.

let classIndex: u32 = 0;
let lowerIndex: u32 = 0;
let classPages: u32 = 0;
let lowerPages: u32 = 0;
let ascii: u32 = 0; // 256 bytes. words: lower-case word character, or 0. whitespace: 0 token, 1 white, 2 look.
let loopTable: u32 = 0; // 4,096 slots of tag u32, position u32.
let tokenBytes: u32 = 0; // Normalised bytes of the open token, the first 264 or more.
let spelt: u32 = 0; // Area for the bytes of a batch of tokens.
let batch: u32 = 0; // Tokens that wait for the unigram table: 64 of key u64, address of bytes u32, length u32.
let batched: u32 = 0;
let totals: u32 = 0; // 3 x 32 f64: documents, tokens, bytes of each group.
let heads: u32 = 0; // 768 u32: first chunk of each partition.
let tails: u32 = 0; // 768 u32: address of its next key; 0 before the first.
let lines: u32 = 0; // 768 lines of 64 bytes: keys on their way to the pool, so that it is written a line at a time.
let nextChunk: u32 = 0; // u32 a chunk: the chunk after it.
let pool: u32 = 0;
let poolChunks: u32 = 0;
let usedChunks: u32 = 0;
let cells: u32 = 0; // Unigram table: records of key u64, count u32 (0 = empty), owner u32, spelling u32, unused u32.
let cellSlots: u32 = 0;
let groupSlots: u32 = 0; // A 32nd of them: each group has a region, for a document touches only its own.
let groupCells: u32 = 0; // 32 u32: cells in use in each region.
let arena: u32 = 0; // Spelling of each cell's word: length u16, bytes.
let arenaBytes: u32 = 0;
let arenaUsed: u32 = 0;
let documents: u32 = 0; // Log: records of hash u64, tokens u32, flags u32.
let documentSlots: u32 = 0;
let documentCount: u32 = 0;
let sorted: u32 = 0; // Two areas for sorting rows (key u64, index u32), in the place of the pool.
let sortRows: u32 = 0;
let table: u32 = 0; // Counting table: records of key u64 (EMPTY: none), count u32.
let tableSlots: u32 = 0; // Largest number of slots, without the slack.
let outKeys: u32 = 0; // Sorted cells that leave the table.
let outCounts: u32 = 0;
let segment: u32 = 0; // The same as bytes; in a merger, the bytes that come in.
let text: u32 = 0;

let byWords: bool = false;
let tokenStart: u64 = 0;
let textStart: u64 = 0;
let digestStart: u64 = 0;
let digestLow: u64 = 0;
let digestHigh: u64 = 0;

function align(at: u32): u32 {
  return (at + 63) & ~63;
}

// Grows the memory to hold `end` bytes, with room for reads of 8 bytes at the very end.
function reserve(end: u32): void {
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

/** To be called once the Unicode tables are written. */
export function start(): void {
  for (let b: u32 = 0; b < 256; b++) {
    let value: u32 = 0;
    if (byWords) {
      if (b < 128 && classOf(b) == WORD) value = b + load<i32>(lowerPages + (<u32>load<u8>(lowerIndex) << 10) + (b << 2));
    } else if (b < 128) {
      value = (b >= 9 && b <= 13) || (b >= 28 && b <= 32) ? 1 : 0;
    } else if (b == 0xc2 || (b >= 0xe1 && b <= 0xe3)) {
      value = 2;
    }
    store<u8>(ascii + b, value);
  }
}

/** Where the UTF-8 text of a document goes, with room for `bytes`. */
export function textAt(bytes: u32): u32 {
  reserve(text + bytes + 64);
  return text;
}

// -------------------------------------------------------------------------------------------- documents

let hash: u64 = 0; // Of the present text.
let group: u32 = 0;
let owner: u32 = 0;
let textBytes: u32 = 0; // Of the text as it is in the corpus.
let at: u32 = 0; // Next byte to read.
let tokens: u32 = 0; // Tokens of the document so far.
let g1: u64 = 0; // n-grams that end at the last token.
let g2: u64 = 0;
let g3: u64 = 0;
let f1: u64 = 0; // 4-grams that end at the last four tokens, newest first.
let f2: u64 = 0;
let f3: u64 = 0;
let f4: u64 = 0;
let basis: u32 = 2000; // Position of the document's first token in the loop table.
let inWindow: u32 = 0;
let recycled: u32 = 0;
let windows: u32 = 0;
let loops: u32 = 0;

/** Hashes the `bytes` of the text as it is and begins its document. */
export function begin(bytes: u32): void {
  let p = text;
  const end = text + bytes;
  let a = textStart;
  let b = digestStart;
  for (; p + 8 <= end; p += 8) {
    const word = load<u64>(p);
    a = mix(a, word);
    b = mix(b, word);
  }
  if (p < end) {
    const word = load<u64>(p) & ((<u64>1 << (<u64>(end - p) << 3)) - 1);
    a = mix(a, word);
    b = mix(b, word);
  }
  hash = finish(a ^ <u64>bytes);
  const high = finish(b ^ <u64>bytes);
  const low = digestLow + hash;
  digestHigh += high + <u64>(low < hash);
  digestLow = low;
  group = <u32>(hash & 31);
  owner = <u32>hash;
  if (!owner) owner = 1;
  textBytes = bytes;
  tokens = 0;
  inWindow = 0;
  recycled = 0;
  windows = 0;
  loops = 0;
  at = text;
}

/**
 * Counts the tokens of the text area (normalised by now). Returns 0 when the document is done, 1 when the pool
 * and 2 when the unigrams must be emptied first; call again after that.
 */
export function count(bytes: u32): u32 {
  const end = text + bytes;
  store<u64>(end, 0); // A separator for both tokenisers' inner loops: NUL for words; whitespace checks the end.
  const stop = byWords ? countWords(end) : countWhitespace(end);
  if (stop) return stop;
  endDocument();
  return 0;
}

function endDocument(): void {
  addUnigrams();
  if (inWindow >= (tokens < 100 ? 16 : 32)) closeWindow(inWindow);
  const row = documents + documentCount * 16;
  store<u64>(row, hash);
  store<u32>(row, tokens, 8);
  store<u32>(row, <u32>(loops >= 1 && loops * 10 >= windows), 12);
  documentCount++;
  const sums = totals + group * 8;
  store<f64>(sums, load<f64>(sums) + 1);
  store<f64>(sums, load<f64>(sums, 256) + <f64>tokens, 256);
  store<f64>(sums, load<f64>(sums, 512) + <f64>textBytes, 512);
  basis += tokens + 2000;
  if (basis > 0xf0000000) {
    memory.fill(loopTable, 0, 4096 * 8);
    basis = 2000;
  }
}

function closeWindow(size: u32): void {
  windows++;
  if (recycled * 2 >= size) loops++;
  recycled = 0;
  inWindow = 0;
}

// ------------------------------------------------------------------------------------------- tokenisers

// @ts-ignore: decorator
@inline
function classOf(code: u32): u32 {
  return load<u8>(classPages + (<u32>load<u8>(classIndex + (code >> 8)) << 8) + (code & 255));
}

function countWords(end: u32): u32 {
  let p = at;
  while (true) {
    let open: u32 = SEPARATOR;
    let pending = false; // An apostrophe after the open word waits for a word character.
    let word: u64 = 0; // Bytes of the token since the last full eight.
    let bits: u64 = 0;
    let full: u32 = 0; // Bytes of the token hashed so far.
    let h = tokenStart;
    while (true) {
      let lower: u32 = load<u8>(ascii + load<u8>(p));
      let packed: u32 = 0; // UTF-8 bytes to append, the first in the low byte.
      let size: u32 = 1;
      if (lower) {
        if (open != WORD) {
          if (open) break;
          open = WORD;
        }
        if (!pending) {
          do {
            word |= <u64>lower << bits;
            bits += 8;
            p++;
            if (bits == 64) {
              if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
              h = mix(h, word);
              full += 8;
              word = 0;
              bits = 0;
            }
            lower = load<u8>(ascii + load<u8>(p));
          } while (lower);
          continue;
        }
        pending = false;
        packed = 0x27 | (lower << 8);
      } else {
        let code: u32 = load<u8>(p);
        if (code >= 0x80) {
          if (code < 0xe0) {
            code = ((code & 0x1f) << 6) | (load<u8>(p, 1) & 0x3f);
            size = 2;
          } else if (code < 0xf0) {
            code = ((code & 0x0f) << 12) | ((<u32>load<u8>(p, 1) & 0x3f) << 6) | (load<u8>(p, 2) & 0x3f);
            size = 3;
          } else {
            code =
              ((code & 0x07) << 18) |
              ((<u32>load<u8>(p, 1) & 0x3f) << 12) |
              ((<u32>load<u8>(p, 2) & 0x3f) << 6) |
              (load<u8>(p, 3) & 0x3f);
            size = 4;
          }
        }
        const kind = classOf(code);
        if (kind == IGNORED) {
          p += size;
          continue;
        }
        if (kind == SEPARATOR || kind == APOSTROPHE) {
          if (kind == APOSTROPHE && open == WORD && !pending) {
            pending = true;
            p += size;
            continue;
          }
          if (p >= end) break;
          p += size;
          if (open) break;
          continue;
        }
        let joins: bool;
        if (kind == WORD) joins = open == WORD;
        else if (kind == MARK) joins = open != SEPARATOR && !pending;
        else if (kind == KATAKANA) joins = open == KATAKANA;
        else if (kind == MODIFIER) joins = open == SYMBOL;
        else joins = false;
        if (!joins) {
          if (open) break;
          open = kind == MARK ? WORD : kind == MODIFIER ? SYMBOL : kind;
        }
        code += load<i32>(lowerPages + (<u32>load<u8>(lowerIndex + (code >> 8)) << 10) + ((code & 255) << 2));
        if (code < 0x80) packed = code;
        else if (code < 0x800) packed = 0x80c0 | (code >> 6) | ((code & 0x3f) << 8);
        else if (code < 0x10000) packed = 0x8080e0 | (code >> 12) | (((code >> 6) & 0x3f) << 8) | ((code & 0x3f) << 16);
        else {
          packed =
            0x808080f0 |
            (code >> 18) |
            (((code >> 12) & 0x3f) << 8) |
            (((code >> 6) & 0x3f) << 16) |
            ((code & 0x3f) << 24);
        }
        if (pending) {
          pending = false;
          word |= (<u64>0x27) << bits;
          bits += 8;
          if (bits == 64) {
            if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
            h = mix(h, word);
            full += 8;
            word = 0;
            bits = 0;
          }
        }
      }
      p += size;
      do {
        word |= <u64>(packed & 255) << bits;
        bits += 8;
        packed >>= 8;
        if (bits == 64) {
          if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
          h = mix(h, word);
          full += 8;
          word = 0;
          bits = 0;
        }
      } while (packed);
    }
    if (!open) break; // The end of the text.
    if (bits) {
      if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
      h = mix(h, word);
      full += <u32>(bits >> 3);
    }
    const stop = addToken(finish(h ^ <u64>full), full);
    if (stop) {
      at = p;
      return stop;
    }
  }
  at = p;
  return 0;
}

// True where one of Python's white space characters beyond ASCII begins; `p` is at 0xc2 or 0xe1 … 0xe3.
function isWide(p: u32): bool {
  const lead = load<u8>(p);
  const second = load<u8>(p, 1);
  if (lead == 0xc2) return second == 0x85 || second == 0xa0;
  const third = load<u8>(p, 2);
  if (lead == 0xe1) return second == 0x9a && third == 0x80;
  if (lead == 0xe3) return second == 0x80 && third == 0x80;
  if (second == 0x80) return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
  return second == 0x81 && third == 0x9f;
}

function countWhitespace(end: u32): u32 {
  let p = at;
  while (true) {
    while (p < end) {
      const kind = load<u8>(ascii + load<u8>(p));
      if (kind == 1) p++;
      else if (kind == 2 && isWide(p)) p += load<u8>(p) == 0xc2 ? 2 : 3;
      else break;
    }
    if (p >= end) break;
    let word: u64 = 0;
    let bits: u64 = 0;
    let full: u32 = 0;
    let h = tokenStart;
    while (p < end) {
      const byte = load<u8>(p);
      const kind = load<u8>(ascii + byte);
      if (kind == 1 || (kind == 2 && isWide(p))) break;
      word |= <u64>byte << bits;
      bits += 8;
      p++;
      if (bits == 64) {
        if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
        h = mix(h, word);
        full += 8;
        word = 0;
        bits = 0;
      }
    }
    if (bits) {
      if (full < WORD_BYTES + 8) store<u64>(tokenBytes + full, word);
      h = mix(h, word);
      full += <u32>(bits >> 3);
    }
    const stop = addToken(finish(h ^ <u64>full), full);
    if (stop) {
      at = p;
      return stop;
    }
  }
  at = p;
  return 0;
}

// --------------------------------------------------------------------------------------------- counting

let drop2: u64 = 0; // Bits of a key that are zero in every kept n-gram.
let drop3: u64 = 0;
let drop4: u64 = 0;
let shift2: u64 = 0;
let shift3: u64 = 0;
let shift4: u64 = 0;

/** Sets the thresholds of 2- to 4-grams. Only while the pool is empty. */
export function setShifts(two: u32, three: u32, four: u32): void {
  shift2 = two;
  shift3 = three;
  shift4 = four;
  drop2 = two ? ~<u64>0 << (64 - two) : 0;
  drop3 = three ? ~<u64>0 << (64 - three) : 0;
  drop4 = four ? ~<u64>0 << (64 - four) : 0;
}

// @ts-ignore: decorator
@inline
function append(partition: u32, key: u64): void {
  const tail = tails + (partition << 2);
  const line = lines + (partition << 6);
  let to = load<u32>(tail);
  if (!(to & (CHUNK - 1))) {
    const chunk = usedChunks++;
    if (to) store<u32>(nextChunk + (((to - 8 - pool) / CHUNK) << 2), chunk);
    else store<u32>(heads + (partition << 2), chunk);
    to = pool + chunk * CHUNK;
  }
  store<u64>(line + (to & 63), key);
  to += 8;
  store<u32>(tail, to);
  if (!(to & 63)) {
    v128.store(to - 64, v128.load(line));
    v128.store(to - 64, v128.load(line, 16), 16);
    v128.store(to - 64, v128.load(line, 32), 32);
    v128.store(to - 64, v128.load(line, 48), 48);
  }
}

// Counts a token by its hash; its spelling is in `tokenBytes`. Returns what `count` returns.
function addToken(h: u64, bytes: u32): u32 {
  const g = <u64>group;
  const i = tokens++;
  const waiting = batch + (batched << 4);
  store<u64>(waiting, (h & ~(<u64>31)) | g);
  store<u32>(waiting, tokenBytes, 8);
  store<u32>(waiting, bytes, 12);
  tokenBytes += min((bytes + 7) & ~7, WORD_BYTES + 16);
  if (++batched == BATCH) addUnigrams();
  const h4 = mix(g3, h);
  const h3 = mix(g2, h);
  const h2 = mix(g1, h);
  if (i >= 1) {
    const key = (h2 & ~(<u64>31)) | g;
    if (!(key & drop2)) append(<u32>((key << shift2) >> 56), key);
    if (i >= 2) {
      const key3 = (h3 & ~(<u64>31)) | g;
      if (!(key3 & drop3)) append(256 + <u32>((key3 << shift3) >> 56), key3);
      if (i >= 3) {
        const key4 = (h4 & ~(<u64>31)) | g;
        if (!(key4 & drop4)) append(512 + <u32>((key4 << shift4) >> 56), key4);
        if (i >= 7) {
          const eight = mix(f4, h4);
          const slot = loopTable + ((<u32>eight & 4095) << 3);
          const tag = <u32>(eight >> 32);
          const position = basis + i;
          if (load<u32>(slot) == tag && position - load<u32>(slot, 4) <= 1000) recycled++;
          store<u32>(slot, tag);
          store<u32>(slot, position, 4);
        }
      }
    }
  }
  g1 = h;
  g2 = h2;
  g3 = h3;
  f4 = f3;
  f3 = f2;
  f2 = f1;
  f1 = h4;
  if (++inWindow == 100) closeWindow(100);
  if (usedChunks + 3 > poolChunks) return 1;
  if (
    load<u32>(groupCells + (group << 2)) * 10 > groupSlots * 7 ||
    arenaUsed + BATCH * (WORD_BYTES + 16) > arenaBytes
  ) {
    return 2;
  }
  return 0;
}

let touched: u64 = 0;

// Adds the waiting tokens to the unigram table. Its lines are far away, so all are asked for before the first is
// needed; the fetches then overlap.
function addUnigrams(): void {
  const mask = groupSlots - 1;
  const region = cells + group * groupSlots * CELL;
  const end = batch + (batched << 4);
  let sum: u64 = 0;
  for (let w = batch; w < end; w += 16) sum += load<u64>(region + (load<u32>(w, 4) & mask) * CELL);
  touched = sum;
  for (let w = batch; w < end; w += 16) addUnigram(load<u64>(w), load<u32>(w, 8), load<u32>(w, 12));
  batched = 0;
  tokenBytes = spelt;
}

function addUnigram(key: u64, spelling: u32, bytes: u32): void {
  const mask = groupSlots - 1;
  const region = cells + group * groupSlots * CELL;
  let slot = <u32>(key >> 32) & mask;
  while (true) {
    const cell = region + slot * CELL;
    const n = load<u32>(cell, 8);
    if (!n) {
      store<u64>(cell, key);
      store<u32>(cell, 1, 8);
      store<u32>(cell, owner, 12);
      store<u32>(cell, addSpelling(spelling, bytes), 16);
      const inGroup = groupCells + (group << 2);
      store<u32>(inGroup, load<u32>(inGroup) + 1);
      return;
    }
    if (load<u64>(cell) == key) {
      if (n != 0xffffffff) store<u32>(cell, n + 1, 8);
      if (load<u32>(cell, 12) != owner) store<u32>(cell, 0, 12);
      return;
    }
    slot = (slot + 1) & mask;
  }
}

// Keeps a spelling, cut at a character; returns its address.
function addSpelling(from: u32, bytes: u32): u32 {
  let size = bytes;
  if (size > WORD_BYTES) {
    size = WORD_BYTES;
    while ((load<u8>(from + size) & 0xc0) == 0x80) size--;
  }
  const to = arena + arenaUsed;
  store<u16>(to, size);
  for (let i: u32 = 0; i < size; i += 8) store<u64>(to + 2 + i, load<u64>(from + i));
  arenaUsed += 2 + size;
  return to;
}

// ---------------------------------------------------------------------- sorted unigrams and documents out

// Sorts `rows` (key u64 at `sorted`, index u32 after all keys) by key: byte-wise radix sort, least first.
function sortByKey(rows: u32): void {
  const counts = outKeys; // Free while no partition is being counted: 256 u32.
  let from = sorted;
  let to = sorted + sortRows * 12;
  for (let bits: u64 = 0; bits < 64; bits += 8) {
    memory.fill(counts, 0, 1024);
    for (let i: u32 = 0; i < rows; i++) {
      const c = counts + (<u32>((load<u64>(from + (i << 3)) >> bits) & 255) << 2);
      store<u32>(c, load<u32>(c) + 1);
    }
    let sum: u32 = 0;
    for (let b: u32 = 0; b < 1024; b += 4) {
      const n = load<u32>(counts + b);
      store<u32>(counts + b, sum);
      sum += n;
    }
    for (let i: u32 = 0; i < rows; i++) {
      const key = load<u64>(from + (i << 3));
      const c = counts + (<u32>((key >> bits) & 255) << 2);
      const place = load<u32>(c);
      store<u32>(c, place + 1);
      store<u64>(to + (place << 3), key);
      store<u32>(to + (sortRows << 3) + (place << 2), load<u32>(from + (sortRows << 3) + (i << 2)));
    }
    const swap = from;
    from = to;
    to = swap;
  }
}

/**
 * Sorts the unigrams and returns how many there are. Only while the pool is empty. Keys then lie at `sortedAt`, counts and owners (u32 each)
 * at `columnsAt` one after the other with `sortedRoom` places each.
 */
export function sortUnigrams(): u32 {
  addUnigrams();
  let rows: u32 = 0;
  for (let slot: u32 = 0; slot < cellSlots; slot++) {
    if (!load<u32>(cells + slot * CELL, 8)) continue;
    store<u64>(sorted + (rows << 3), load<u64>(cells + slot * CELL));
    store<u32>(sorted + (sortRows << 3) + (rows << 2), slot);
    rows++;
  }
  sortByKey(rows);
  for (let i: u32 = 0; i < rows; i++) {
    const cell = cells + load<u32>(sorted + (sortRows << 3) + (i << 2)) * CELL;
    store<u32>(columnsAt() + (i << 2), load<u32>(cell, 8));
    store<u32>(columnsAt() + (sortRows << 2) + (i << 2), load<u32>(cell, 12));
  }
  return rows;
}

export function sortedAt(): u32 {
  return sorted;
}

export function columnsAt(): u32 {
  return sorted + sortRows * 12;
}

export function sortedRoom(): u32 {
  return sortRows;
}

let written: u32 = 0; // Sorted unigrams whose spelling is out.

/** After `sortUnigrams`: writes spellings in order, a line feed after each; returns bytes, 0 when all are out. */
export function takeSpellings(rows: u32): u32 {
  let to = segment;
  const limit = segment + tableSlots * 13 - WORD_BYTES - 1;
  for (; written < rows && to < limit; written++) {
    const at = sorted + (written << 3);
    if (written && (load<u64>(at) | 31) == (load<u64>(at - 8) | 31)) continue;
    const from = load<u32>(cells + load<u32>(sorted + (sortRows << 3) + (written << 2)) * CELL, 16);
    const size = load<u16>(from);
    memory.copy(to, from + 2, size);
    to += size;
    store<u8>(to++, 10);
  }
  return to - segment;
}

/** Empties the unigram tables. */
export function clearUnigrams(): void {
  memory.fill(cells, 0, cellSlots * CELL);
  memory.fill(groupCells, 0, 32 * 4);
  arenaUsed = 8;
  written = 0;
}

/** Sorts the log of documents, only while the pool is empty: hashes at `sortedAt`, tokens and flags at `columnsAt`. Empties the log. */
export function sortDocuments(): u32 {
  const rows = documentCount;
  for (let i: u32 = 0; i < rows; i++) {
    store<u64>(sorted + (i << 3), load<u64>(documents + (i << 4)));
    store<u32>(sorted + (sortRows << 3) + (i << 2), i);
  }
  sortByKey(rows);
  for (let i: u32 = 0; i < rows; i++) {
    const row = documents + (load<u32>(sorted + (sortRows << 3) + (i << 2)) << 4);
    store<u32>(columnsAt() + (i << 2), load<u32>(row, 8));
    store<u32>(columnsAt() + (sortRows << 2) + (i << 2), load<u32>(row, 12));
  }
  documentCount = 0;
  return rows;
}

export function documentRoom(): u32 {
  return documentSlots - documentCount;
}

export function hashOfText(): u64 {
  return hash;
}

export function totalsAt(): u32 {
  return totals;
}

export function digestLowOf(): u64 {
  return digestLow;
}

export function digestHighOf(): u64 {
  return digestHigh;
}

/** Forgets totals and digest, when their sums have been taken. */
export function clearTotals(): void {
  memory.fill(totals, 0, 3 * 32 * 8);
  digestLow = 0;
  digestHigh = 0;
}

// -------------------------------------------------------------------------------- the counting table

let slots: u32 = 0; // Present size, a power of two.
let slotBits: u64 = 0; // 64 - log2(slots).
let skipBits: u64 = 0; // Leading bits of a key that all keys of the partition share.
let used: u32 = 0;
let top: u32 = 0; // Address after the highest slot in use.
let lastCount: u32 = 0; // Count of the largest key, which marks empty slots.

const EMPTY: u64 = ~<u64>0;

/** Readies the empty table for about `expected` cells whose keys share their first `bits` bits. */
export function openTable(expected: u32, bits: u32): void {
  let log: u64 = 8;
  while (log < 31 && ((<u64>1 << log) * 3) >> 2 < <u64>expected && (<u32>1 << <u32>log) < tableSlots) log++;
  slots = <u32>1 << <u32>log;
  slotBits = 64 - log;
  skipBits = bits;
  top = table;
}

// Adds to a cell. The cells of a cluster stand in ascending order, and EMPTY is above every key, so a search is
// one comparison a slot. False when a new cell would not fit before the end of the slack.
// @ts-ignore: decorator
@inline
function addCell(key: u64, n: u32): bool {
  let slot = table + <u32>((key << skipBits) >> slotBits) * 12;
  let there = load<u64>(slot);
  while (there < key) {
    slot += 12;
    there = load<u64>(slot);
  }
  if (there == key && key != EMPTY) {
    const sum = <u64>load<u32>(slot, 8) + n;
    store<u32>(slot, sum > 0xffffffff ? 0xffffffff : <u32>sum, 8);
    return true;
  }
  return insertCell(slot, key, n);
}

// Puts a new cell at a slot and moves the rest of its cluster up.
function insertCell(slot: u32, key: u64, n: u32): bool {
  if (key == EMPTY) {
    const sum = <u64>lastCount + n;
    lastCount = sum > 0xffffffff ? 0xffffffff : <u32>sum;
    return true;
  }
  let free = slot;
  while (load<u64>(free) != EMPTY) free += 12;
  if (free >= table + (slots + SLACK - 1) * 12) return false;
  if (free >= top) top = free + 12;
  for (; free > slot; free -= 12) {
    store<u64>(free, load<u64>(free - 12));
    store<u32>(free, load<u32>(free - 4), 8);
  }
  store<u64>(slot, key);
  store<u32>(slot, n, 8);
  used++;
  return true;
}

/** Moves the cells of the table to `cellKeysAt` and `cellCountsAt`, in order, and returns their number. */
export function closeTable(): u32 {
  let n: u32 = 0;
  for (let slot = table; slot < top; slot += 12) {
    const key = load<u64>(slot);
    store<u64>(outKeys + (n << 3), key);
    store<u32>(outCounts + (n << 2), load<u32>(slot, 8));
    n += <u32>(key != EMPTY);
  }
  memory.fill(table, 0xff, top - table);
  top = table;
  used = 0;
  if (lastCount) {
    store<u64>(outKeys + (n << 3), EMPTY);
    store<u32>(outCounts + (n << 2), lastCount);
    lastCount = 0;
    n++;
  }
  return n;
}

export function cellKeysAt(): u32 {
  return outKeys;
}

export function cellCountsAt(): u32 {
  return outCounts;
}

let drainChunk: u32 = 0;
let drainAt: u32 = 0;
let drainEnd: u32 = 0; // Address after the partition's last key; 0 when it is empty.

/** Begins to count partition 0 … 255 of order 2, 3 or 4. */
export function openPartition(order: u32, partition: u32): void {
  const index = ((order - 2) << 8) + partition;
  drainEnd = load<u32>(tails + (index << 2));
  if (!drainEnd) return;
  if (drainEnd & 63) memory.copy(drainEnd & ~63, lines + (index << 6), drainEnd & 63);
  drainChunk = load<u32>(heads + (index << 2));
  drainAt = pool + drainChunk * CHUNK;
  let keys: u32 = 0;
  for (let chunk = drainChunk; ; chunk = load<u32>(nextChunk + (chunk << 2))) {
    const first = pool + chunk * CHUNK;
    if (drainEnd > first && drainEnd <= first + CHUNK) {
      keys += (drainEnd - first) >> 3;
      break;
    }
    keys += CHUNK >> 3;
  }
  openTable(keys, 8 + <u32>(order == 2 ? shift2 : order == 3 ? shift3 : shift4));
}

/** Counts on and writes the next segment to `segmentAt`. Returns its bytes; 0 when the partition is done. */
export function nextSegment(): u32 {
  if (!drainEnd) return 0;
  const most = (slots >> 2) * 3;
  while (drainEnd) {
    const end = drainEnd > drainAt && drainEnd <= pool + (drainChunk + 1) * CHUNK ? drainEnd : pool + (drainChunk + 1) * CHUNK;
    while (drainAt < end) {
      if (used >= most || !addCell(load<u64>(drainAt), 1)) return writeSegment(0, closeTable());
      drainAt += 8;
    }
    if (drainAt == drainEnd) drainEnd = 0;
    else {
      drainChunk = load<u32>(nextChunk + (drainChunk << 2));
      drainAt = pool + drainChunk * CHUNK;
    }
  }
  return writeSegment(0, closeTable());
}

/** Forgets all keys in the pool. */
export function clearPool(): void {
  memory.fill(heads, 0, 768 * 4);
  memory.fill(tails, 0, 768 * 4);
  usedChunks = 0;
}

// Segment: cells u32, width of a distance in bytes u32, long counts u32, 0 u32, first key u64; then the
// distances, then a byte a count (255: see the long counts), then the long counts as u32; padded to 8 bytes.
function writeSegment(first: u32, n: u32): u32 {
  const keys = outKeys + (first << 3);
  const numbers = outCounts + (first << 2);
  let widest: u64 = 0;
  for (let i: u32 = 1; i < n; i++) {
    widest |= load<u64>(keys + (i << 3)) - load<u64>(keys + (i << 3) - 8);
  }
  const width = widest ? <u32>((71 - clz(widest)) >> 3) : 1;
  store<u32>(segment, n);
  store<u32>(segment, width, 4);
  store<u64>(segment, 0, 8);
  store<u64>(segment, load<u64>(keys), 16);
  let to = segment + 24;
  for (let i: u32 = 1; i < n; i++) {
    store<u64>(to, load<u64>(keys + (i << 3)) - load<u64>(keys + (i << 3) - 8));
    to += width;
  }
  let long: u32 = 0;
  const longAt = to + n;
  for (let i: u32 = 0; i < n; i++) {
    const c = load<u32>(numbers + (i << 2));
    if (c < 255) store<u8>(to, c);
    else {
      store<u8>(to, 255);
      store<u32>(longAt + (long << 2), c);
      long++;
    }
    to++;
  }
  store<u32>(segment, long, 8);
  const size = longAt + (long << 2) - segment;
  const padded = (size + 7) & ~7;
  store<u64>(segment + size, 0);
  return padded;
}

/** Writes the sorted cells `first` … `first + n - 1` as a segment to `segmentAt` and returns its bytes. */
export function writeCells(first: u32, n: u32): u32 {
  if (!n) return 0;
  reserve(segment + n * 13 + 64);
  return writeSegment(first, n);
}

/** How many of the sorted cells from `first` up to `end` have a key below `border` * 2^`bits`. */
export function cellsBelow(first: u32, end: u32, border: u64, bits: u32): u32 {
  if (bits < 64 && border << bits >> bits != border) return end - first;
  const limit = border << bits;
  let i = first;
  while (i < end && load<u64>(outKeys + (i << 3)) < limit) i++;
  return i - first;
}

export function segmentAt(): u32 {
  return segment;
}

/**
 * Adds the cells of the segments in the `bytes` at `segmentAt` to the table. False when the table is too small:
 * then close it, open a larger one and begin the partition again.
 */
export function absorb(bytes: u32): bool {
  let from = segment;
  const end = segment + bytes;
  while (from < end) {
    const n = load<u32>(from);
    const width = load<u32>(from, 4);
    const mask: u64 = width == 8 ? ~<u64>0 : (<u64>1 << (<u64>width << 3)) - 1;
    let key = load<u64>(from, 16);
    let distance = from + 24;
    let counts = distance + (n - 1) * width;
    let long = counts + n;
    for (let i: u32 = 0; i < n; i++) {
      if (i) {
        key += load<u64>(distance) & mask;
        distance += width;
      }
      let c: u32 = load<u8>(counts++);
      if (c == 255) {
        c = load<u32>(long);
        long += 4;
      }
      if (used >= slots || !addCell(key, c)) return false;
    }
    from += (long - from + 7) & ~7;
  }
  return true;
}
