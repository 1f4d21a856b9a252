/**
 * A profile as bytes (`.g0p`, docs/profile.md "File"). No time, path or machine is in it: the same documents
 * give the same bytes, however they were split into files, ordered or sharded.
 */
import { createHash } from 'node:crypto';
import type { CellTable, DocumentTable, Profile, UnigramTable } from './profile.js';
import { SIGNATURE_BYTES } from './signature.js';
import { type Cursor, KEY_BYTES, NUMBER_BYTES, putKey, putNumber } from './varint.js';

export const MAGIC = 'gen0profile\n';
export const VERSION = 2;
/** Stands before the checksum, so that a file that was cut short is told from a damaged one. */
export const END = 'end\n';

const BLOCK = 8192;
const encoder = new TextEncoder();

/** All bytes at once; see `encodeChunks` for profiles that should not be in memory twice. */
export function encodeProfile(profile: Profile): Uint8Array {
  const chunks = [...encodeChunks(profile)];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The bytes of a profile, a block at a time, ended by the SHA-256 of all before. */
export function* encodeChunks(profile: Profile): Generator<Uint8Array> {
  const hash = createHash('sha256');
  for (const chunk of body(profile)) {
    hash.update(chunk);
    yield chunk;
  }
  yield new Uint8Array(hash.digest());
}

function* body(profile: Profile): Generator<Uint8Array> {
  const { documents, grams } = profile;
  yield encoder.encode(MAGIC);
  yield Uint8Array.of(VERSION, 0, 0, 0);
  yield* section([encoder.encode(JSON.stringify(header(profile)))]);
  yield* section(documentBlocks(documents));
  yield* section(signatureBlocks(documents.signatures));
  yield* section(unigramBlocks(grams[0]));
  for (const table of grams.slice(1)) yield* section(cellBlocks(table));
  yield* section(wordBlocks(grams[0].words));
  yield* section([encoder.encode(JSON.stringify(profile.sample))]);
  yield encoder.encode(END);
}

/** Everything but the tables; the decoder sizes its arrays by it. */
export interface Header {
  rules: Profile['rules'];
  capacity: Profile['capacity'];
  digest: string;
  skipped: number;
  totals: { documents: number[]; tokens: number[]; bytes: number[] };
  /** Rows and threshold of the document table, then of each order. */
  tables: { length: number; shift: number }[];
  words: number;
}

function header({ rules, capacity, digest, skipped, totals, documents, grams }: Profile): Header {
  return {
    rules: { format: rules.format, tokeniser: rules.tokeniser, seed: rules.seed },
    capacity: { cells: capacity.cells, documents: capacity.documents },
    digest,
    skipped,
    totals: {
      documents: [...totals.documents],
      tokens: [...totals.tokens],
      bytes: [...totals.bytes],
    },
    tables: [documents, ...grams].map(({ length, shift }) => ({ length, shift })),
    words: grams[0].words.length,
  };
}

/** Blocks, each after its length as a 32-bit number; a length of zero ends the section. */
function* section(blocks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const block of blocks) {
    yield length(block.length);
    yield block;
  }
  yield length(0);
}

function length(bytes: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, bytes, true);
  return out;
}

/** Rows in blocks of 8,192: the key and then the numbers that `put` adds. */
function* blocks(keys: Uint32Array, rows: number, numbers: number, put: (out: Cursor, row: number) => void) {
  for (let row = 0; row < rows; ) {
    const end = Math.min(rows, row + BLOCK);
    const out: Cursor = { bytes: new Uint8Array((end - row) * (KEY_BYTES + numbers * NUMBER_BYTES)), at: 0 };
    for (; row < end; row++) {
      putKey(out, keys, row);
      put(out, row);
    }
    yield out.bytes.slice(0, out.at);
  }
}

function cellBlocks({ keys, counts, length }: CellTable) {
  return blocks(keys, length, 1, (out, row) => putNumber(out, counts[row]));
}

function unigramBlocks({ keys, counts, owners, length }: UnigramTable) {
  return blocks(keys, length, 2, (out, row) => {
    putNumber(out, counts[row]);
    putNumber(out, owners[row]);
  });
}

function documentBlocks({ hashes, copies, tokens, flags, length }: DocumentTable) {
  return blocks(hashes, length, 3, (out, row) => {
    putNumber(out, copies[row]);
    putNumber(out, tokens[row]);
    putNumber(out, flags[row]);
  });
}

/** 8,192 signatures a block, as they are. */
function* signatureBlocks(signatures: Uint8Array): Generator<Uint8Array> {
  const step = BLOCK * SIGNATURE_BYTES;
  for (let at = 0; at < signatures.length; at += step) yield signatures.subarray(at, at + step);
}

/** Spellings, 8,192 a block, each ended by a line feed (no token holds one). */
function* wordBlocks(words: string[]): Generator<Uint8Array> {
  for (let i = 0; i < words.length; i += BLOCK)
    yield encoder.encode(`${words.slice(i, i + BLOCK).join('\n')}\n`);
}
