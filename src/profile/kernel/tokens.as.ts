// What a token adds: itself, the n-grams that it ends, and its part of the loops flag (loops.ts).

import { mix } from './hash.as';
import {
  align,
  arenaBytes,
  arenaUsed,
  BATCH,
  batch,
  BINS,
  bins,
  groupCells,
  groupSlots,
  loopTable,
  poolChunks,
  reserve,
  text,
  tokenBytes,
  WORD_BYTES,
} from './layout.as';
import { group } from './open.as';
import { append, drop2, drop3, drop4, shift2, shift3, shift4, usedChunks } from './pool.as';
import { addUnigrams, batched } from './unigrams.as';

export let tokens: u32 = 0; // Tokens of the document so far.
let g1: u64 = 0; // n-grams that end at the last token.
let g2: u64 = 0;
let g3: u64 = 0;
let f1: u64 = 0; // 4-grams that end at the last four tokens, newest first.
let f2: u64 = 0;
let f3: u64 = 0;
let f4: u64 = 0;
export let basis: u32 = 2000; // Position of the document's first token in the loop table.
export let inWindow: u32 = 0;
export let recycled: u32 = 0;
export let windows: u32 = 0;
export let loops: u32 = 0;

let lean: bool = false; // Only signatures are wanted,
let looking: bool = false; // and the loops flag.
export let shingles: u32 = 0; // Where the hashes of shingles go; 0 where none are wanted.

/** From now on documents leave no counts: only the hash, tokens and signature of the last one can be read. */
export function signaturesOnly(): void {
  lean = true;
}

/** Signatures, and the loops flag of the last document. */
export function withLoops(): void {
  looking = true;
}

export function isLean(): bool {
  return lean;
}

/** Writes the shingles of the document that was begun (u64 each, in order) to the returned address: `tokens` - 3. */
export function keepShingles(bytes: u32): u32 {
  shingles = align(text + bytes + 64);
  reserve(shingles + bytes * 8);
  return shingles;
}

// Whether the 8-gram that ends at token i, with the 4-gram h4, was met in this document not long ago (loops.ts).
// @ts-ignore: decorator
@inline
function recall(i: u32, h4: u64): void {
  const eight = mix(f4, h4);
  const slot = loopTable + ((<u32>eight & 4095) << 3);
  const tag = <u32>(eight >> 32);
  const position = basis + i;
  if (load<u32>(slot) == tag && position - load<u32>(slot, 4) <= 1000) recycled++;
  store<u32>(slot, tag);
  store<u32>(slot, position, 4);
}

function addShingle(h: u64): u32 {
  const i = tokens++;
  const h4 = mix(g3, h);
  if (i >= 3) {
    const bin = bins + ((<u32>h4 & (BINS - 1)) << 2);
    store<u32>(bin, min(load<u32>(bin), <u32>(h4 >> 32)));
    if (shingles) store<u64>(shingles + ((i - 3) << 3), h4);
  }
  if (looking) {
    if (i >= 7) recall(i, h4);
    f4 = f3;
    f3 = f2;
    f2 = f1;
    f1 = h4;
    if (++inWindow == 100) closeWindow(100);
  }
  g3 = mix(g2, h);
  g2 = mix(g1, h);
  g1 = h;
  return 0;
}

export function closeWindow(size: u32): void {
  windows++;
  if (recycled * 2 >= size) loops++;
  recycled = 0;
  inWindow = 0;
}

// Counts a token by its hash; its spelling is in `tokenBytes`. Returns what `count` returns.
export function addToken(h: u64, bytes: u32): u32 {
  if (lean) return addShingle(h);
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
        const bin = bins + ((<u32>h4 & (BINS - 1)) << 2);
        store<u32>(bin, min(load<u32>(bin), <u32>(h4 >> 32)));
        const key4 = (h4 & ~(<u64>31)) | g;
        if (!(key4 & drop4)) append(512 + <u32>((key4 << shift4) >> 56), key4);
        if (i >= 7) recall(i, h4);
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
