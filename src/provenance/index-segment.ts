/**
 * A part of the ledger's index: an immutable file over a range of records. It holds words of 64 bits, sorted: 40 bits of a
 * key's hash and 24 bits of the record's number in the range; then the offset of each record in the ledger; then every
 * 512th word again, which is read into memory, so that a look-up costs one read. Two keys may share a hash: whoever looks
 * up compares the record itself.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import type { ChainEnd } from './ledger-lines.js';

/** Records of one segment, at most: a record's number has 24 bits. */
export const MOST_RECORDS = 2 ** 24;
/** Bytes that are read and written at a time. */
export const PIECE = 1 << 20;
export const STRIDE = 512;
export const HEADER = 1024;
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

/** The upper 40 bits of a word. */
export interface KeyHash {
  high: number;
  /** 8 bits. */
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
  return { high: (a ^ (a >>> 15)) >>> 0, low: (b ^ (b >>> 16)) & 0xff };
}

/** The header as it is written. */
export function headerText(fields: Pick<SegmentHeader, 'from' | 'to' | 'words' | 'sha256'>): string {
  const { from, to, words, sha256 } = fields;
  const header: SegmentHeader = { format: FORMAT, endian: endianness(), from, to, words, sha256 };
  return `${JSON.stringify(header).padEnd(HEADER - 1)}\n`;
}

export const recordsIn = ({ from, to }: SegmentHeader): number => to.n - from.n;

/** Opens a segment, or null where the file is none. Its body is not compared; see `isWhole`. */
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
  const { first, rest } = below(segment, high, (low << 24) >>> 0);
  let inBlock = 0;
  while (inBlock * 2 < rest.length && rest[inBlock * 2 + 1] === high && rest[inBlock * 2] >>> 24 === low)
    inBlock++;
  const within = inBlock * 2 < rest.length;
  const next = low === 0xff ? ([high + 1, 0] as const) : ([high, ((low + 1) << 24) >>> 0] as const);
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
    return new Float64Array(readAt(segment.file, base + (words[i * 2] & 0xffffff) * 8, 8).buffer)[0];
  });
  return { count, offsets };
}

/** The parts of a segment's body in order, in pieces that the next one writes over. */
export function* bodyOf({ file }: Segment, from = 0, to = fstatSync(file).size - HEADER): Generator<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(PIECE));
  for (let at = from; at < to; ) {
    const got = readSync(file, buffer, 0, Math.min(PIECE, to - at), HEADER + at);
    if (got === 0) return;
    at += got;
    yield buffer.subarray(0, got);
  }
}

/** Whether the body is what the header says. */
export function isWhole(segment: Segment): boolean {
  const hash = createHash('sha256');
  for (const piece of bodyOf(segment)) hash.update(piece);
  return hash.digest('hex') === segment.header.sha256;
}
