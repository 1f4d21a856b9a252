/**
 * The ledger's index, `<store>/ledger.index/`: which records have an id, and which name it as what they were made from. It
 * is made of the ledger alone, can be removed at any time, and is held against the ledger before it is used: each segment
 * says at which line and hash its range ends. What was appended since is read from the ledger, and goes into the index
 * when it is more than READ_ANEW bytes.
 */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { withLock } from '../util/lock.js';
import {
  type Found,
  findInSegment,
  hashKey,
  isWhole,
  MOST_RECORDS,
  openSegment,
  type Segment,
} from './index-segment.js';
import { lineBefore } from './ledger-head.js';
import {
  breakOf,
  type ChainEnd,
  type LedgerRecord,
  ledgerPath,
  parseLine,
  parseRecord,
  START,
  sha256,
  wholeLines,
} from './ledger-lines.js';
import { addWord, type Draft, mergeSegments, newDraft, writeSegment } from './write-segment.js';

/** Bytes at the ledger's end that are read at each use rather than indexed. */
const READ_ANEW = 8e6;

export const indexFolder = (store: string): string => join(store, 'ledger.index');

/** Keys by which records are found: their id, what they were made from, their kind where it is rare. */
export const keyOf = {
  id: (id: string): string => `i ${id}`,
  parent: (id: string): string => `p ${id}`,
  kind: (kind: string): string => `k ${kind}`,
};

export interface LedgerIndex {
  /** Records with a key, in the order of the ledger: the first `most`, or the last with `fromEnd`. */
  find(key: string, most?: number, fromEnd?: boolean): Found;
  /** The record at an offset that was found, checked. */
  record(offset: number): LedgerRecord;
  /** The same, but for being JSON not checked: for who reads many and looks at few fields. */
  raw(offset: number): Record<string, unknown>;
  /** How many records it covers. */
  records: number;
  close(): void;
}

/** Opens the index, after bringing it up to date. Throws DataError where the ledger is damaged in what is read anew. */
export async function openIndex(store: string, readAnew = READ_ANEW): Promise<LedgerIndex> {
  const path = ledgerPath(store);
  const size = existsSync(path) ? statSync(path).size : 0;
  let segments = openSegments(store);
  if (size - endOf(segments).bytes > readAnew) {
    closeAll(segments);
    try {
      mkdirSync(indexFolder(store), { recursive: true });
      await withLock(join(store, 'locks', 'index'), () => update(store));
    } catch (error) {
      // Where nothing can be written, the ledger is read instead.
      if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
    segments = openSegments(store);
  }
  const tail = new Map<string, number[]>();
  let { n: records } = endOf(segments);
  for (const { keys, offset } of indexed(path, endOf(segments))) {
    records++;
    for (const key of keys) {
      const offsets = tail.get(key);
      if (offsets) offsets.push(offset);
      else tail.set(key, [offset]);
    }
  }
  const file = existsSync(path) ? openSync(path, 'r') : null;
  return {
    find: (key, most = Number.MAX_SAFE_INTEGER, fromEnd = false) => find(segments, tail, key, most, fromEnd),
    record: (offset) => parseRecord(lineAt(file!, path, offset), `${path} at byte ${offset}`),
    raw: (offset) => parseLine(lineAt(file!, path, offset), `${path} at byte ${offset}`),
    records,
    close() {
      closeAll(segments);
      if (file !== null) closeSync(file);
    },
  };
}

function find(
  segments: readonly Segment[],
  tail: ReadonlyMap<string, number[]>,
  key: string,
  most: number,
  fromEnd: boolean,
): Found {
  const hash = hashKey(key);
  const last = tail.get(key) ?? [];
  const parts: ((most: number) => Found)[] = segments.map(
    (segment) => (room) => findInSegment(segment, hash, room, fromEnd),
  );
  parts.push((room) => ({
    count: last.length,
    offsets: fromEnd ? last.slice(Math.max(0, last.length - room)) : last.slice(0, room),
  }));
  if (fromEnd) parts.reverse();
  let count = 0;
  let offsets: number[] = [];
  for (const part of parts) {
    const found = part(most - offsets.length);
    count += found.count;
    offsets = fromEnd ? [...found.offsets, ...offsets] : [...offsets, ...found.offsets];
  }
  return { count, offsets };
}

/** Segments that follow each other from the ledger's start and fit it; of several from one line on the longest. */
function openSegments(store: string): Segment[] {
  const folder = indexFolder(store);
  const path = ledgerPath(store);
  if (!existsSync(folder) || !existsSync(path)) return [];
  const ranges = readdirSync(folder)
    .map((name) => ({ name, range: /^(\d+)-(\d+)\.g0x$/.exec(name) }))
    .filter(({ range }) => range !== null)
    .map(({ name, range }) => ({ name, from: Number(range![1]), to: Number(range![2]) }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const segments: Segment[] = [];
  for (const { name, from } of ranges) {
    const end = endOf(segments);
    if (from !== end.n) continue;
    const segment = openSegment(join(folder, name));
    if (segment === null) continue;
    if (isAt(segment.header.from, end) && endsAt(path, segment.header.to)) segments.push(segment);
    else closeSync(segment.file);
  }
  return segments;
}

const isAt = (a: ChainEnd, b: ChainEnd): boolean =>
  a.n === b.n && a.bytes === b.bytes && a.sha256 === b.sha256;

/** Whether a line of the ledger ends there, and has that hash. */
function endsAt(path: string, end: ChainEnd): boolean {
  const line = lineBefore(path, end.bytes);
  return line !== null && sha256(line) === end.sha256;
}

function endOf(segments: readonly Segment[]): ChainEnd {
  return segments.at(-1)?.header.to ?? START;
}

function closeAll(segments: readonly Segment[]): void {
  for (const { file } of segments) closeSync(file);
}

/** Records that are sorted in memory at a time. */
const SORTED_AT_ONCE = 2 ** 20;

/** Indexes what is not indexed yet, and merges segments that have become many. */
function update(store: string): void {
  const segments = openSegments(store);
  const kept = new Set(segments.map(({ path }) => path));
  const end = endOf(segments);
  closeAll(segments);
  for (const name of readdirSync(indexFolder(store))) {
    const path = join(indexFolder(store), name);
    if (!kept.has(path)) rmSync(path, { force: true });
  }
  let draft = newDraft(end);
  for (const { keys, offset, end: here } of indexed(ledgerPath(store), end)) {
    draft.offsets.push(offset);
    for (const key of keys) addWord(draft, hashKey(key));
    draft.to = here;
    if (draft.offsets.length === SORTED_AT_ONCE || draft.count > 2 ** 24) {
      save(store, draft);
      draft = newDraft(here);
    }
  }
  if (draft.offsets.length > 0) save(store, draft);
  // What is found damaged is removed, and made anew.
  if (!merge(store)) update(store);
}

/** Merges the last segments into one: as many as each has less than four times what follows it. False where one is damaged. */
function merge(store: string): boolean {
  const segments = openSegments(store);
  let records = 0;
  let first = segments.length;
  for (const [i, { header }] of [...segments.entries()].reverse()) {
    const own = header.to.n - header.from.n;
    if (records > 0 && (own >= 4 * records || own + records > MOST_RECORDS)) break;
    records += own;
    first = i;
  }
  const some = segments.slice(first);
  let damaged: Segment[] = [];
  if (some.length > 1) {
    const path = segmentPath(store, some[0].header.from.n, some[some.length - 1].header.to.n);
    damaged = mergeSegments(path, some);
    for (const each of damaged.length > 0 ? damaged : some) rmSync(each.path, { force: true });
  }
  closeAll(segments);
  return damaged.length === 0;
}

function save(store: string, draft: Draft): void {
  writeSegment(segmentPath(store, draft.from.n, draft.to.n), draft);
}

const segmentPath = (store: string, from: number, to: number): string =>
  join(indexFolder(store), `${from}-${to}.g0x`);

/** The records after `from`, with the keys that they are found by. Checks the chain, and only the fields that it reads. */
function* indexed(path: string, from: ChainEnd) {
  let last = from;
  for (const { bytes, offset } of wholeLines(path, from.bytes)) {
    const shown = `${path} line ${last.n + 1}`;
    const record = parseLine(bytes, shown);
    const broken = breakOf(record as { n: unknown; prev: unknown }, last);
    if (broken !== null)
      throw new DataError(`${shown}: ${broken}. gen0 source verify names what was altered`);
    last = { n: last.n + 1, bytes: offset + bytes.length, sha256: sha256(bytes) };
    yield { keys: keysOf(record), offset, end: last };
  }
}

interface Entry {
  id?: unknown;
  source?: unknown;
  parents?: unknown;
  card?: { id?: unknown; parents?: unknown };
}

function keysOf({ kind, entry }: Record<string, unknown>): string[] {
  const keys: string[] = [];
  if (kind !== 'batch') keys.push(keyOf.kind(String(kind)));
  const { id, source, parents } = kind === 'card' ? { ...(entry as Entry)?.card } : (entry as Entry);
  if (typeof id === 'string') keys.push(keyOf.id(id));
  const named = new Set<unknown>(Array.isArray(parents) ? parents.map((each) => each?.id ?? each) : []);
  if (kind !== 'archive') named.add(source);
  for (const parent of named) if (typeof parent === 'string') keys.push(keyOf.parent(parent));
  return keys;
}

/** Lines of this length need one read. */
const USUAL = Buffer.allocUnsafe(4096);

/** The line that begins at an offset. A view that the next call may write over. */
function lineAt(file: number, path: string, offset: number): Buffer {
  for (let bytes = USUAL; ; bytes = Buffer.allocUnsafe(bytes.length * 8)) {
    const got = readSync(file, bytes, 0, bytes.length, offset);
    const end = bytes.subarray(0, got).indexOf(10);
    if (end >= 0) return bytes.subarray(0, end + 1);
    if (got < bytes.length) {
      throw new DataError(`${path} at byte ${offset}: no whole line. gen0 source verify tells more`);
    }
  }
}

/** Removes segments that are not what they were written as; returns how many. */
export function checkIndex(store: string): number {
  const folder = indexFolder(store);
  if (!existsSync(folder)) return 0;
  let removed = 0;
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.g0x'))) {
    const segment = openSegment(join(folder, name));
    const whole = segment !== null && isWhole(segment);
    if (segment !== null) closeSync(segment.file);
    if (whole) continue;
    rmSync(join(folder, name), { force: true });
    removed++;
  }
  return removed;
}
