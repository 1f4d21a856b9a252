/** The inverse of `encode.ts`, from memory or a block at a time from a file. */
import { createHash } from 'node:crypto';
import { DataError } from '../util/errors.js';
import { END, type Header, MAGIC, VERSION } from './encode.js';
import type { CellTable, DocumentTable, Profile, UnigramTable } from './profile.js';
import { SIGNATURE_BYTES } from './signature.js';
import { type Cursor, takeKey, takeNumber } from './varint.js';

/** Bytes that can be read from any place. */
export interface ByteSource {
  /** Number of bytes. */
  size: number;
  /** `length` bytes from `at`, which all lie within the size. The array is the caller's until the next call. */
  read(at: number, length: number): Uint8Array;
}

const CHECKSUM = 32;
const HASH_BLOCK = 2 ** 20;

/** True for bytes that begin like a profile. Twelve bytes are enough. */
export function isProfileStart(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/** `name` stands for the bytes in errors. DataError when they are no profile, newer, cut short or damaged. */
export function decodeProfile(bytes: Uint8Array, name = 'profile'): Profile {
  return decodeSource({ size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) }, name);
}

export function decodeSource(source: ByteSource, name: string): Profile {
  verify(source, name);
  try {
    return decode(source);
  } catch (error) {
    throw new DataError(`${name} is damaged: ${(error as Error).message}. Make the profile again`);
  }
}

function verify(source: ByteSource, name: string): void {
  const { size } = source;
  const again = 'Copy it again, or make the profile again';
  if (!isProfileStart(source.read(0, Math.min(size, MAGIC.length)))) {
    throw new DataError(
      `${name} is not a gen0 profile. Make one with gen0 profile <corpus> --output ${name}`,
    );
  }
  const version = size > MAGIC.length ? source.read(MAGIC.length, 1)[0] : VERSION;
  if (version < VERSION) {
    throw new DataError(
      `${name} has profile format ${version}; this gen0 reads ${VERSION}, which also finds near-copies. Make it again with gen0 profile <corpus> --output ${name}`,
    );
  }
  if (version > VERSION) {
    throw new DataError(`${name} has profile format ${version}; this gen0 reads ${VERSION}. Update gen0`);
  }
  const end = size - CHECKSUM - END.length;
  if (end < MAGIC.length || new TextDecoder('latin1').decode(source.read(end, END.length)) !== END) {
    throw new DataError(`${name} is cut short (its end is missing). ${again}`);
  }
  const hash = createHash('sha256');
  for (let at = 0; at < size - CHECKSUM; at += HASH_BLOCK) {
    hash.update(source.read(at, Math.min(HASH_BLOCK, size - CHECKSUM - at)));
  }
  if (hash.digest('hex') !== Buffer.from(source.read(size - CHECKSUM, CHECKSUM)).toString('hex')) {
    throw new DataError(`${name} is damaged (its checksum does not match). ${again}`);
  }
}

function decode(source: ByteSource): Profile {
  const limit = source.size - CHECKSUM - END.length;
  let at = MAGIC.length + 4;
  const take = (length: number): Uint8Array => {
    if (at + length > limit) throw new RangeError('a block is cut short');
    at += length;
    return source.read(at - length, length);
  };
  function* section(): Generator<Uint8Array> {
    for (;;) {
      const head = take(4);
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
      if (!length) return;
      yield take(length);
    }
  }
  const header = JSON.parse(text(section())) as Header;
  const [ofDocuments, ...ofGrams] = header.tables;
  const documents = documentTable(section(), ofDocuments);
  takeSignatures(section(), documents.signatures);
  const unigrams = unigramTable(section(), ofGrams[0]);
  const longer = ofGrams.slice(1).map((table) => cellTable(section(), table));
  for (const block of section()) {
    const words = new TextDecoder('utf-8', { ignoreBOM: true }).decode(block).split('\n');
    for (let i = 0; i < words.length - 1; i++) unigrams.words.push(words[i]);
  }
  const sample = JSON.parse(text(section())) as Profile['sample'];
  const { rules, capacity, digest, skipped, totals } = header;
  return {
    rules,
    capacity,
    digest,
    skipped,
    totals: {
      documents: Float64Array.from(totals.documents),
      tokens: Float64Array.from(totals.tokens),
      bytes: Float64Array.from(totals.bytes),
    },
    documents,
    grams: [unigrams, longer[0], longer[1], longer[2]],
    sample,
  };
}

function text(section: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let out = '';
  for (const block of section) out += decoder.decode(block, { stream: true });
  return out;
}

interface Size {
  length: number;
  shift: number;
}

/** Reads all rows of a section: the key, then what `take` reads. */
function rows(
  section: Iterable<Uint8Array>,
  keys: Uint32Array,
  take: (from: Cursor, row: number) => void,
): void {
  let row = 0;
  for (const bytes of section) {
    const from: Cursor = { bytes, at: 0 };
    for (; from.at < bytes.length; row++) {
      takeKey(from, keys, row);
      take(from, row);
    }
  }
  if (2 * row !== keys.length) throw new RangeError(`a table has ${row} rows in place of ${keys.length / 2}`);
}

function cellTable(section: Iterable<Uint8Array>, { length, shift }: Size): CellTable {
  const keys = new Uint32Array(2 * length);
  const counts = new Uint32Array(length);
  rows(section, keys, (from, row) => {
    counts[row] = takeNumber(from);
  });
  return { length, keys, counts, shift };
}

function unigramTable(section: Iterable<Uint8Array>, { length, shift }: Size): UnigramTable {
  const keys = new Uint32Array(2 * length);
  const counts = new Uint32Array(length);
  const owners = new Uint32Array(length);
  rows(section, keys, (from, row) => {
    counts[row] = takeNumber(from);
    owners[row] = takeNumber(from);
  });
  return { length, keys, counts, shift, owners, words: [] };
}

function documentTable(section: Iterable<Uint8Array>, { length, shift }: Size): DocumentTable {
  const hashes = new Uint32Array(2 * length);
  const copies = new Uint32Array(length);
  const tokens = new Uint32Array(length);
  const flags = new Uint8Array(length);
  rows(section, hashes, (from, row) => {
    copies[row] = takeNumber(from);
    tokens[row] = takeNumber(from);
    flags[row] = takeNumber(from);
  });
  const signatures = new Uint8Array(length * SIGNATURE_BYTES);
  return { length, hashes, copies, tokens, flags, signatures, shift };
}

function takeSignatures(section: Iterable<Uint8Array>, signatures: Uint8Array): void {
  let at = 0;
  for (const block of section) {
    signatures.set(block, at);
    at += block.length;
  }
  if (at !== signatures.length) throw new RangeError('signatures are missing');
}
