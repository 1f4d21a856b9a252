/**
 * The ledger: everything that was accepted of sources, batches, mixtures and the archive, in the order in which it was. An
 * append-only file of JSON Lines with a hash chain (see ledger-lines.ts) and a seal (ledger-head.ts), that `jq` and
 * `sha256sum` read; docs/sources.md has the steps.
 *
 * Entries of one call go in by one write and one sync, and so do those of calls that wait for each other in one process
 * ("group commit"). A promise that resolved is on the disk.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { withLock } from '../util/lock.js';
import type { SourceCard } from './card.js';
import { checkEntry, type KnownEntry, type LedgerEntry } from './entries.js';
import { recoverEnd, type Torn, writeHead } from './ledger-head.js';
import { keyOf, openIndex } from './ledger-index.js';
import {
  breakOf,
  type ChainEnd,
  type LedgerRecord,
  ledgerPath,
  parseRecord,
  START,
  sha256,
  wholeLines,
} from './ledger-lines.js';

export interface AppendOptions {
  /** Milliseconds since 1970. */
  now(): number;
  /** Told when a crash had left half a line, which was cut off and kept. */
  onTorn?(torn: Torn): void;
}

interface Waiting {
  entries: KnownEntry[];
  options: AppendOptions;
  resolve(records: LedgerRecord[]): void;
  reject(error: unknown): void;
}

/** What waits for the next commit, by the path of the ledger. */
const queues = new Map<string, Waiting[]>();

/**
 * Appends entries and resolves to their records once they are on the disk. All of a call or none, unless a crash comes
 * between. Throws DataError where an entry is wrong, or the ledger is damaged.
 */
export function appendToLedger(
  store: string,
  entries: readonly LedgerEntry[],
  options: AppendOptions,
): Promise<LedgerRecord[]> {
  return new Promise((resolve, reject) => {
    const checked = entries.map((entry, i) => checkEntry(entry, `entry ${i + 1}`));
    const waiting = { entries: checked, options, resolve, reject };
    const queue = queues.get(store);
    if (queue) queue.push(waiting);
    else {
      queues.set(store, [waiting]);
      void commitAll(store);
    }
  });
}

/** Commits what waits, group after group, until nothing does. */
async function commitAll(store: string): Promise<void> {
  for (let group = queues.get(store)!; group.length > 0; group = queues.get(store)!) {
    queues.set(store, []);
    try {
      mkdirSync(store, { recursive: true });
      const done = await withLock(ledgerLock(store), () => commit(store, group));
      group.forEach(({ resolve }, i) => {
        resolve(done[i]);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  queues.delete(store);
}

/** Whoever appends holds it. */
export const ledgerLock = (store: string): string => join(store, 'locks', 'ledger');

function commit(store: string, group: readonly Waiting[]): LedgerRecord[][] {
  const { end, torn } = recoverEnd(store);
  if (torn) for (const { options } of group) options.onTorn?.(torn);
  const lines: Buffer[] = [];
  let last = end;
  const records = group.map(({ entries, options }) => {
    const at = new Date(options.now()).toISOString();
    return entries.map(({ kind, entry }) => {
      const record = { n: last.n + 1, prev: last.sha256, at, kind, entry } as LedgerRecord;
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      lines.push(line);
      last = { n: record.n, bytes: last.bytes + line.length, sha256: sha256(line) };
      return record;
    });
  });
  if (lines.length > 0) write(ledgerPath(store), Buffer.concat(lines), end.bytes);
  if (last.n > 0) writeHead(store, last);
  return records;
}

/** Writes at the end, `at`, and syncs. A write that fails leaves the file as it was. */
function write(path: string, bytes: Buffer, at: number): void {
  const file = openSync(path, 'r+');
  try {
    if (fstatSync(file).size !== at) throw new Error(`${path}: changed under its lock`);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(file, bytes, done, bytes.length - done, at + done);
    }
    fsyncSync(file);
  } catch (error) {
    ftruncateSync(file, at);
    throw new DataError(`${path}: cannot be written: ${(error as Error).message}. Nothing was recorded`);
  } finally {
    closeSync(file);
  }
}

/**
 * The records in order, each checked: its form, its place in the chain, and the fields of its entry. A line that is being
 * written or was torn by a crash is not seen. `after`: the end of a part that is not read again. Throws DataError naming
 * the line.
 */
export async function* readLedger(store: string, after: ChainEnd = START): AsyncGenerator<LedgerRecord> {
  const path = ledgerPath(store);
  let last = after;
  for (const { bytes, offset } of wholeLines(path, after.bytes)) {
    const shown = `${path} line ${last.n + 1}`;
    const record = parseRecord(bytes, shown);
    const broken = breakOf(record, last);
    if (broken !== null)
      throw new DataError(`${shown}: ${broken}. gen0 source verify names what was altered`);
    last = { n: record.n, bytes: offset + bytes.length, sha256: sha256(bytes) };
    yield record;
  }
}

/** A ledger up to this size is read whole; a longer one by its index. */
const READ_WHOLE = 8e6;

/** The accepted version of every source, by id, in the order in which they were first accepted. */
export async function currentCards(store: string): Promise<Map<string, SourceCard>> {
  const cards = new Map<string, SourceCard>();
  for await (const { kind, entry } of recordsOf(store, 'card')) {
    if (kind === 'card') cards.set(entry.card.id, entry.card);
  }
  return cards;
}

/** The records of one kind in order: `card`, `mixture` or `archive`, of which there are few. */
export async function* recordsOf(
  store: string,
  kind: 'card' | 'mixture' | 'archive',
): AsyncGenerator<LedgerRecord> {
  const path = ledgerPath(store);
  if (!existsSync(path) || statSync(path).size <= READ_WHOLE) {
    for await (const record of readLedger(store)) if (record.kind === kind) yield record;
    return;
  }
  const index = await openIndex(store);
  try {
    for (const offset of index.find(keyOf.kind(kind)).offsets) {
      const record = index.record(offset);
      if (record.kind === kind) yield record;
    }
  } finally {
    index.close();
  }
}
