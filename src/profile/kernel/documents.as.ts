// Documents: their hash, their log, the totals of their groups and the digest of them all.

import { finish, mix } from './hash.as';
import {
  BINS,
  bins,
  byWords,
  digestStart,
  documents,
  documentSlots,
  loopTable,
  ROW,
  sorted,
  sortRows,
  text,
  textStart,
  totals,
} from './layout.as';
import { at, group, hash, owner, textBytes } from './open.as';
import { columnsAt, sortByKey } from './sort.as';
import { basis, closeWindow, inWindow, isLean, loops, recycled, shingles, tokens, windows } from './tokens.as';
import { addUnigrams } from './unigrams.as';
import { countWhitespace } from './whitespace.as';
import { countWords } from './words.as';

let documentCount: u32 = 0;
let digestLow: u64 = 0;
let digestHigh: u64 = 0;

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
  shingles = 0;
  memory.fill(bins, 0xff, BINS * 4);
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
  const row = documents + documentCount * ROW;
  store<u64>(row, hash);
  store<u32>(row, tokens, 8);
  store<u32>(row, <u32>(loops >= 1 && loops * 10 >= windows), 12);
  for (let i: u32 = 0; i < BINS; i += 2) store<u8>(row + 16 + (i >> 1), digit(i) | (digit(i + 1) << 4));
  if (!isLean()) {
    documentCount++;
    const sums = totals + group * 8;
    store<f64>(sums, load<f64>(sums) + 1);
    store<f64>(sums, load<f64>(sums, 256) + <f64>tokens, 256);
    store<f64>(sums, load<f64>(sums, 512) + <f64>textBytes, 512);
  }
  basis += tokens + 2000;
  if (basis > 0xf0000000) {
    memory.fill(loopTable, 0, 4096 * 8);
    basis = 2000;
  }
}

// What is kept of a bin: 0 where it is empty, else 1 to 15.
function digit(bin: u32): u32 {
  const least = load<u32>(bins + (bin << 2));
  return least == 0xffffffff ? 0 : 1 + (least % 15);
}

/**
 * Sorts the log of documents, only while the pool is empty: hashes at `sortedAt`; tokens, flags and the place of each
 * in the log at `columnsAt`. Empties the log, but signatures can be read until the next document.
 */
export function sortDocuments(): u32 {
  const rows = documentCount;
  for (let i: u32 = 0; i < rows; i++) {
    store<u64>(sorted + (i << 3), load<u64>(documents + i * ROW));
    store<u32>(sorted + (sortRows << 3) + (i << 2), i);
  }
  sortByKey(rows);
  for (let i: u32 = 0; i < rows; i++) {
    const place = load<u32>(sorted + (sortRows << 3) + (i << 2));
    const row = documents + place * ROW;
    store<u32>(columnsAt() + (i << 2), load<u32>(row, 8));
    store<u32>(columnsAt() + (sortRows << 2) + (i << 2), load<u32>(row, 12));
    store<u32>(columnsAt() + (sortRows << 3) + (i << 2), place);
  }
  documentCount = 0;
  return rows;
}

export function documentRoom(): u32 {
  return documentSlots - documentCount;
}

/** Where the signature of document 0 of the log is; the next lies `signatureStep` bytes on. */
export function signaturesAt(): u32 {
  return documents + 16;
}

export function signatureStep(): u32 {
  return ROW;
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
