/**
 * The ledger's seal, `ledger.head.json`: number, end and hash of the last line that was acknowledged. It covers what the
 * chain cannot, the last line, and tells when lines were cut off. It is written after the lines it covers are on the disk,
 * so a crash can leave it behind the ledger, never ahead: what follows it was acknowledged to nobody, and is kept where
 * it is whole.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceFile, syncFolder, writeSynced } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import {
  breakOf,
  type ChainEnd,
  ledgerPath,
  parseRecord,
  START,
  sha256,
  wholeLines,
} from './ledger-lines.js';

export const headPath = (store: string): string => join(store, 'ledger.head.json');

/** The seal as it stands; null where there is none. Throws DataError where it is damaged. */
export function readHead(store: string): ChainEnd | null {
  const path = headPath(store);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let head: ChainEnd | null = null;
  try {
    head = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (head === null || headText(head) !== text) {
    throw new DataError(`${path}: damaged: it is not what gen0 writes. Put it back from a backup`);
  }
  return head;
}

export function writeHead(store: string, head: ChainEnd): void {
  replaceFile(headPath(store), headText(head));
}

function headText({ n, bytes, sha256 }: ChainEnd): string {
  return `${JSON.stringify({ n, bytes, sha256 })}\n`;
}

/** Bytes that a crash left after the last whole record, and the file that they were moved to. */
export interface Torn {
  bytes: number;
  path: string;
}

/**
 * Where the next line goes: checks the end of the ledger against its seal, keeps whole records after it, and moves a torn
 * rest to a file of its own. Only under the ledger's lock. Throws DataError where the ledger is damaged.
 */
export function recoverEnd(store: string): { end: ChainEnd; torn: Torn | null } {
  const path = ledgerPath(store);
  const head = readHead(store);
  if (!existsSync(path)) {
    if (head !== null && head.n > 0) {
      throw new DataError(
        `${path}: missing, though its seal counts ${head.n} records. Put it back from a backup`,
      );
    }
    if (head === null) writeHead(store, START);
    writeSynced(path, '');
    syncFolder(store);
    return { end: START, torn: null };
  }
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (head === null) {
      if (size > 0) throw new DataError(`${headPath(store)}: missing. Put it back from a backup`);
      writeHead(store, START);
      return { end: START, torn: null };
    }
    const fault = sealFault(path, head, size);
    if (fault !== null) throw new DataError(`${fault}. gen0 source verify tells more`);
    let end = head;
    for (const { bytes, offset } of wholeLines(path, head.bytes, size)) {
      try {
        if (breakOf(parseRecord(bytes, path), end) !== null) break;
      } catch {
        break;
      }
      end = { n: end.n + 1, bytes: offset + bytes.length, sha256: sha256(bytes) };
    }
    if (end.bytes === size) return { end, torn: null };
    const rest = Buffer.alloc(size - end.bytes);
    readSync(file, rest, 0, rest.length, end.bytes);
    const torn = { bytes: rest.length, path: `${path}.torn-${end.bytes}-${sha256(rest).slice(0, 8)}` };
    if (!existsSync(torn.path)) writeSynced(torn.path, rest);
    syncFolder(store);
    ftruncateSync(file, end.bytes);
    fsyncSync(file);
    return { end, torn };
  } finally {
    closeSync(file);
  }
}

/** Why the seal does not fit a ledger of `size` bytes, or null. Reads its last sealed line only. */
export function sealFault(path: string, head: ChainEnd, size: number): string | null {
  if (size < head.bytes) {
    return `${path}: cut off: ${size} bytes where its seal has ${head.bytes} (${head.n} records)`;
  }
  if (head.n === 0) return null;
  const line = lineBefore(path, head.bytes);
  if (line === null || sha256(line) !== head.sha256) {
    return `${path} line ${head.n}: altered: its SHA-256 is not the one in the seal`;
  }
  return null;
}

/** The line that ends at `end` (after its newline), or null where no line ends there. */
export function lineBefore(path: string, end: number): Buffer | null {
  const file = openSync(path, 'r');
  try {
    for (let room = 4096; ; room *= 8) {
      const start = Math.max(0, end - room);
      const bytes = Buffer.alloc(end - start);
      if (readSync(file, bytes, 0, bytes.length, start) < bytes.length) return null;
      if (bytes[bytes.length - 1] !== 10) return null;
      const before = bytes.length === 1 ? -1 : bytes.lastIndexOf(10, bytes.length - 2);
      if (before >= 0 || start === 0) return bytes.subarray(before + 1);
    }
  } finally {
    closeSync(file);
  }
}
