/** Makes segments of the ledger's index: of records, sorted in memory, or of other segments, merged as streams. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../util/durable.js';
import {
  bodyOf,
  HEADER,
  headerText,
  type KeyHash,
  PIECE,
  recordsIn,
  type Segment,
  type SegmentHeader,
  STRIDE,
} from './index-segment.js';
import type { ChainEnd } from './ledger-lines.js';

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
  draft.words[at] = (low << 24) | (draft.offsets.length - 1);
  draft.words[at + 1] = high;
}

/** Sorts the words and writes the file, whole or not at all. */
export function writeSegment(path: string, { from, to, words, count, offsets }: Draft): void {
  const sorted = new BigUint64Array(words.buffer, 0, count).sort();
  const halves = new Uint32Array(sorted.buffer, 0, count * 2);
  const writer = newWriter(path, { from, to, words: count });
  writer.words(halves);
  writer.bytes(Float64Array.from(offsets));
  writer.end();
}

/** Writes a segment in order: its words, sorted, then its offsets. Nothing is seen of it before its end. */
function newWriter(path: string, { from, to, words }: Pick<SegmentHeader, 'from' | 'to' | 'words'>) {
  const temporary = `${path}.tmp-${process.pid}`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx');
  const hash = createHash('sha256');
  const sparse: number[] = [];
  let position = HEADER;
  let count = 0;
  const bytes = (part: ArrayBufferView): void => {
    const buffer = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    hash.update(buffer);
    for (let done = 0; done < buffer.length; ) {
      done += writeSync(file, buffer, done, buffer.length - done, position + done);
    }
    position += buffer.length;
  };
  return {
    bytes,
    words(halves: Uint32Array): void {
      const some = halves.length / 2;
      for (let i = (STRIDE - (count % STRIDE)) % STRIDE; i < some; i += STRIDE) {
        sparse.push(halves[i * 2], halves[i * 2 + 1]);
      }
      count += some;
      bytes(halves);
    },
    end(): void {
      bytes(Uint32Array.from(sparse));
      const header = headerText({ from, to, words, sha256: hash.digest('hex') });
      writeSync(file, Buffer.from(header), 0, HEADER, 0);
      fsyncSync(file);
      closeSync(file);
      renameSync(temporary, path);
      syncFolder(dirname(path));
    },
    abandon(): void {
      closeSync(file);
      rmSync(temporary, { force: true });
    },
  };
}

/**
 * Writes segments of adjacent ranges as one, in little memory. Returns those that were found damaged; then nothing is
 * written.
 */
export function mergeSegments(path: string, segments: readonly Segment[]): Segment[] {
  const words = segments.reduce((sum, { header }) => sum + header.words, 0);
  const { from } = segments[0].header;
  const { to } = segments[segments.length - 1].header;
  const writer = newWriter(path, { from, to, words });
  const hashes = segments.map(() => createHash('sha256'));
  let shift = 0;
  const heads = segments.map((segment, i) => {
    const head = newHead(segment, hashes[i], shift);
    shift += recordsIn(segment.header);
    return head;
  });
  const out = new Uint32Array(PIECE / 4);
  let filled = 0;
  for (let left = words; left > 0; left--) {
    let least = heads[0];
    for (const head of heads) {
      if (head.high < least.high || (head.high === least.high && head.low < least.low)) least = head;
    }
    out[filled++] = least.low;
    out[filled++] = least.high;
    if (filled === out.length) {
      writer.words(out);
      filled = 0;
    }
    advance(least);
  }
  writer.words(out.subarray(0, filled));
  for (const [i, segment] of segments.entries()) {
    const start = segment.header.words * 8;
    for (const piece of bodyOf(segment, start, start + recordsIn(segment.header) * 8)) {
      hashes[i].update(piece);
      writer.bytes(piece);
    }
    hashes[i].update(segment.sparse);
  }
  const damaged = segments.filter(({ header }, i) => hashes[i].digest('hex') !== header.sha256);
  if (damaged.length > 0) writer.abandon();
  else writer.end();
  return damaged;
}

/** A segment's words one after the other, its records numbered on by `shift`. At its end a head is above all words. */
interface Head {
  pieces: Generator<Buffer>;
  piece: Uint32Array;
  at: number;
  shift: number;
  hash: Hash;
  high: number;
  low: number;
}

function newHead(segment: Segment, hash: Hash, shift: number): Head {
  const pieces = bodyOf(segment, 0, segment.header.words * 8);
  const head: Head = { pieces, piece: new Uint32Array(0), at: 0, shift, hash, high: 0, low: 0 };
  advance(head);
  return head;
}

function advance(head: Head): void {
  if (head.at === head.piece.length) {
    const next = head.pieces.next();
    if (next.done) {
      head.high = Number.POSITIVE_INFINITY;
      return;
    }
    head.hash.update(next.value);
    head.piece = new Uint32Array(next.value.buffer, 0, next.value.length / 4);
    head.at = 0;
  }
  head.low = head.piece[head.at++] + head.shift;
  head.high = head.piece[head.at++];
}
