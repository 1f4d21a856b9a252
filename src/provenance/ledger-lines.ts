/**
 * The ledger's file, `ledger.jsonl`: where its lines are, and the chain that binds them. Line k holds
 * `{"n":k,"prev":…,"at":…,"kind":…,"entry":…}`, where `prev` is the SHA-256 of line k-1 with its newline, and 64 zeros in
 * line 1. Whoever changes a line must change all that follow.
 */
import { hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { checkEntry, type KnownEntry } from './entries.js';

/** `prev` of the first line. */
export const NO_LINE = '0'.repeat(64);

/** A longer line is no record. */
const LONGEST = 256 * 2 ** 20;
const BLOCK = 1 << 20;

export type LedgerRecord = KnownEntry & {
  /** From 1. */
  n: number;
  prev: string;
  /** ISO time. */
  at: string;
};

/** How far a chain goes: number and end of the last line, and its hash. */
export interface ChainEnd {
  n: number;
  bytes: number;
  sha256: string;
}

export const START: ChainEnd = { n: 0, bytes: 0, sha256: NO_LINE };

export interface Line {
  /** With its newline. A view that the next line may write over. */
  bytes: Buffer;
  /** Of its first byte, in the file. */
  offset: number;
}

export const ledgerPath = (store: string): string => join(store, 'ledger.jsonl');

/** SHA-256 in hex; one call costs a third of a hash object. */
export function sha256(bytes: Buffer | string): string {
  return hash('sha256', bytes, 'hex');
}

/** The whole lines of a file from `start` on, up to `end`; what lacks its newline is left out. A missing file has none. */
export function* wholeLines(path: string, start = 0, end = Number.MAX_SAFE_INTEGER): Generator<Line> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    let buffer = Buffer.allocUnsafe(BLOCK);
    let held = 0; // Bytes in the buffer that belong to a line not yet whole.
    let position = start;
    for (;;) {
      if (held === buffer.length) {
        if (held >= LONGEST) throw new DataError(`${path}: a line longer than 256 MiB at byte ${position}`);
        const larger = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(larger, 0, 0, held);
        buffer = larger;
      }
      const room = Math.min(buffer.length - held, end - position - held);
      const got = room > 0 ? readSync(file, buffer, held, room, position + held) : 0;
      if (got === 0) return;
      const filled = held + got;
      let from = 0;
      for (let at = buffer.indexOf(10, held); at >= 0 && at < filled; at = buffer.indexOf(10, from)) {
        yield { bytes: buffer.subarray(from, at + 1), offset: position + from };
        from = at + 1;
        if (from >= filled) break;
      }
      held = filled - from;
      buffer.copy(buffer, 0, from, filled);
      position += from;
    }
  } finally {
    closeSync(file);
  }
}

/** The fields that chain a line, before its entry is looked at. Throws DataError. */
export function parseLine(bytes: Buffer, shown: string): Record<string, unknown> {
  let data: unknown;
  try {
    data = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new DataError(`${shown}: no JSON: ${(error as Error).message}`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new DataError(`${shown}: no record`);
  }
  return data as Record<string, unknown>;
}

const KEYS = 'n,prev,at,kind,entry';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A line as a record of the ledger, whatever comes before it. Throws DataError. */
export function parseRecord(bytes: Buffer, shown: string): LedgerRecord {
  const data = parseLine(bytes, shown);
  const { n, prev, at, kind, entry } = data;
  const sound =
    Object.keys(data).join() === KEYS &&
    Number.isSafeInteger(n) &&
    typeof prev === 'string' &&
    typeof at === 'string' &&
    TIME.test(at) &&
    typeof kind === 'string';
  if (!sound) throw new DataError(`${shown}: no record: it must have ${KEYS.replaceAll(',', ', ')}`);
  return { n, prev, at, ...checkEntry({ kind, entry }, shown) } as LedgerRecord;
}

/** Why a record does not follow `last`, or null. */
export function breakOf({ n, prev }: { n: unknown; prev: unknown }, last: ChainEnd): string | null {
  if (n !== last.n + 1) return `n is ${n} where ${last.n + 1} is due`;
  if (prev !== last.sha256) {
    return last.n === 0 ? 'prev is not 64 zeros' : `prev is not the SHA-256 of line ${last.n}`;
  }
  return null;
}
