/**
 * A part of the ledger's index: an immutable file over a range of records. It holds words of 64 bits, sorted: 44 bits of a
 * key's hash and 20 bits of the record's number in the range; then the offset of each record in the ledger; then every
 * 512th word again, which is read into memory, so that a look-up costs one read. Two keys may share a hash: whoever looks
 * up compares the record itself.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { replaceFile } from '../util/durable.js';
import { type ChainEnd, sha256 } from './ledger-lines.js';

/** Records of one segment, at most. */
export const MOST_RECORDS = 2 ** 20;
const STRIDE = 512;
const HEADER = 1024;
const FORMAT = 'gen0-ledger-index-1';

export interface SegmentHeader {
  format: string;
  endian: string;
  /** The range of the ledger: after `from`, up to `to`. */
  from: ChainEnd;
  to: ChainEnd;
  words: number;
  /** SHA-256 of what follows the header. */
  sha256: string;
}

export interface Segment {
  path: string;
  file: number;
  header: SegmentHeader;
  sparse: Uint32Array;
}

/** The upper 44 bits of a word. */
export interface KeyHash {
  high: number;
  /** 12 bits. */
  low: number;
}

/** Two lanes of multiply and shift; no secret, as a collision costs a comparison only. */
export function hashKey(key: string): KeyHash {
  let a = 0x9e3779b9 ^ key.length;
  let b = 0x7f4a7c15;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0x85ebca6b);
    a ^= a >>> 13;
    b = Math.imul(b ^ code, 0xc2b2ae35);
    b ^= b >>> 16;
  }
  a = Math.imul(a ^ (a >>> 16) ^ b, 0x7feb352d);
  b = Math.imul(b ^ (b >>> 15) ^ a, 0x846ca68b);
  return { high: (a ^ (a >>> 15)) >>> 0, low: (b ^ (b >>> 16)) & 0xfff };
}

/** What a segment is made of, while it is made. Words are pairs of 32 bits, the lower half first. */
export interface Draft {
  from: ChainEnd;
  to: ChainEnd;
  words: Uint32Array;
  count: number;
  offsets: number[];
}

export function newDraft(from: ChainEnd): Draft {
  return { from, to: from, words: new Uint32Array(2 ** 16), count: 0, offsets: [] };
}

/** Adds a key of the record that was added last. */
export function addWord(draft: Draft, { high, low }: KeyHash): void {
  if (draft.count * 2 === draft.words.length) {
    const larger = new Uint32Array(draft.words.length * 2);
    larger.set(draft.words);
    draft.words = larger;
  }
  const at = draft.count++ * 2;
  draft.words[at] = (low << 20) | (draft.offsets.length - 1);
  draft.words[at + 1] = high;
}

/** Sorts the words and writes the file, whole or not at all. */
export function writeSegment(path: string, { from, to, words, count, offsets }: Draft): void {
  const sorted = new BigUint64Array(words.buffer, 0, count).sort();
  const halves = new Uint32Array(sorted.buffer, 0, count * 2);
  const marks = Math.ceil(count / STRIDE);
  const sparse = new Uint32Array(marks * 2);
  for (let i = 0; i < marks; i++) sparse.set(halves.subarray(i * STRIDE * 2, i * STRIDE * 2 + 2), i * 2);
  const parts = [halves, Float64Array.from(offsets), sparse];
  const body = Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
  const header: SegmentHeader = {
    format: FORMAT,
    endian: endianness(),
    from,
    to,
    words: count,
    sha256: sha256(body),
  };
  replaceFile(path, Buffer.concat([Buffer.from(`${JSON.stringify(header).padEnd(HEADER - 1)}\n`), body]));
}

const recordsIn = ({ from, to }: SegmentHeader): number => to.n - from.n;

/** Opens a segment, or null where the file is none. `sha256` is not compared; see `bodyOf`. */
export function openSegment(path: string): Segment | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const header: SegmentHeader = JSON.parse(readAt(file, 0, HEADER).toString('utf8'));
    const marks = Math.ceil(header.words / STRIDE);
    const sized = HEADER + header.words * 8 + recordsIn(header) * 8 + marks * 8;
    if (
      header.format === FORMAT &&
      header.endian === endianness() &&
      fstatSync(file).size === sized &&
      recordsIn(header) > 0
    ) {
      const bytes = readAt(file, sized - marks * 8, marks * 8);
      return { path, file, header, sparse: new Uint32Array(bytes.buffer, 0, marks * 2) };
    }
  } catch {
    // No segment.
  }
  closeSync(file);
  return null;
}

/** Exactly `length` bytes, in a buffer of their own. */
function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(length));
  if (readSync(file, bytes, 0, length, position) < length) throw new Error('short');
  return bytes;
}

function wordsAt({ file }: Segment, first: number, count: number): Uint32Array {
  return new Uint32Array(readAt(file, HEADER + first * 8, count * 8).buffer);
}

/** How many words are below (high, low), and the words from there on to the end of their block. */
function below(segment: Segment, high: number, low: number): { first: number; rest: Uint32Array } {
  const { header, sparse } = segment;
  const isBelow = (words: Uint32Array, i: number) => {
    const other = words[i * 2 + 1];
    return other < high || (other === high && words[i * 2] < low);
  };
  const search = (words: Uint32Array): number => {
    let [from, to] = [0, words.length / 2];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isBelow(words, middle)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const start = Math.max(0, search(sparse) - 1) * STRIDE;
  const block = wordsAt(segment, start, Math.min(STRIDE, header.words - start));
  const at = search(block);
  return { first: start + at, rest: block.subarray(at * 2) };
}

export interface Found {
  /** Records with the key; one that has it twice counts twice. */
  count: number;
  /** Offsets in the ledger of the first `most` of them. */
  offsets: number[];
}

/** Looks a key up: the first `most` of its records, or the last where `fromEnd`. */
export function findInSegment(
  segment: Segment,
  { high, low }: KeyHash,
  most: number,
  fromEnd = false,
): Found {
  const { first, rest } = below(segment, high, (low << 20) >>> 0);
  let inBlock = 0;
  while (inBlock * 2 < rest.length && rest[inBlock * 2 + 1] === high && rest[inBlock * 2] >>> 20 === low)
    inBlock++;
  const within = inBlock * 2 < rest.length;
  const next = low === 0xfff ? ([high + 1, 0] as const) : ([high, ((low + 1) << 20) >>> 0] as const);
  const end = within ? first + inBlock : below(segment, ...next).first;
  const count = end - first;
  const taken = Math.min(count, most);
  if (taken === 0) return { count, offsets: [] };
  const skipped = fromEnd ? count - taken : 0;
  const words = within
    ? rest.subarray(skipped * 2, (skipped + taken) * 2)
    : wordsAt(segment, first + skipped, taken);
  const base = HEADER + segment.header.words * 8;
  const offsets = Array.from({ length: taken }, (_, i) => {
    return new Float64Array(readAt(segment.file, base + (words[i * 2] & 0xfffff) * 8, 8).buffer)[0];
  });
  return { count, offsets };
}

/** Words and offsets as they were given, for merging; null where the body is not what the header says. */
export function readDraft(segment: Segment): Draft | null {
  const { header, file } = segment;
  const { size } = fstatSync(file);
  const body = readAt(file, HEADER, size - HEADER);
  if (sha256(body) !== header.sha256) return null;
  const { words: count, from, to } = header;
  const offsets = Array.from(new Float64Array(body.buffer, count * 8, recordsIn(header)));
  return { from, to, words: new Uint32Array(body.buffer.slice(0, count * 8)), count, offsets };
}

/** Joins two drafts of adjacent ranges. */
export function joined(a: Draft, b: Draft): Draft {
  const words = new Uint32Array((a.count + b.count) * 2);
  words.set(a.words.subarray(0, a.count * 2));
  words.set(b.words.subarray(0, b.count * 2), a.count * 2);
  // Records of the second part are numbered on.
  const shift = a.offsets.length;
  for (let i = a.count; i < a.count + b.count; i++) words[i * 2] += shift;
  return { from: a.from, to: b.to, words, count: a.count + b.count, offsets: [...a.offsets, ...b.offsets] };
}
