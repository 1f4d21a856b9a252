/** Every record in files, folders and archives, with what is wrong with the others. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { byCodeUnit } from '../../corpus/find-files.js';
import { unreadable } from '../../corpus/open-bytes.js';
import { DataError } from '../../util/errors.js';
import { canonicalJson } from '../canonical.js';
import type { SourceCard } from '../card.js';
import { hashFile, hashOfFiles, inCard } from '../source-files.js';
import { type Fault, type Reading, readingOf } from './reading.js';
import { type ReadOptions, readRecord, type StandardName, unknownReading } from './recognise.js';
import { archiveKind, unpack } from './unpack.js';
import { LIMITS, nameFault } from './unpack-rules.js';

export interface FoundRecord {
  card: SourceCard;
  standard: StandardName;
  /** The file, as reports show it. */
  where: string;
}

export interface Records {
  found: FoundRecord[];
  /** By standard: files that are in it, cards that came of them, records in error. */
  counts: Map<StandardName, { files: number; cards: number; errors: number }>;
  /** All files looked at. */
  files: number;
  errors: Fault[];
  skipped: Fault[];
  unmapped: Record<string, number>;
  /** Cards that had to get another id, as two records of this reading have the same. */
  renamed: { from: string; to: string; where: string }[];
  /** Records that are the same as an earlier one. */
  repeated: Fault[];
}

export interface PathOptions extends ReadOptions {
  /** Folder that paths in cards are relative to. */
  root: string;
  /** Put before every id. */
  prefix?: string;
  signal?: AbortSignal;
  onFile?(path: string): void;
}

/** A path and how it is called in reports. */
export interface NamedPath {
  path: string;
  shown: string;
}

/** Folders that hold no records of data. */
const PASSED_OVER = ['.git', '.gen0', 'node_modules'];

/** Reads all paths. Throws DataError where one cannot be read at all. */
export async function readPaths(paths: readonly NamedPath[], options: PathOptions): Promise<Records> {
  const records: Records = {
    found: [],
    counts: new Map(),
    files: 0,
    errors: [],
    skipped: [],
    unmapped: {},
    renamed: [],
    repeated: [],
  };
  for (const { path, shown } of paths) {
    const stats = statOf(path);
    const named = shown.replace(/[/\\]+$/, '');
    if (stats.isDirectory()) await readFolder(path, named, records, options);
    else if (stats.isFile()) await readFile(path, named, records, options, true);
    else throw new DataError(`${shown}: neither a file nor a folder. gen0 follows no links here`);
  }
  settleIds(records, options.prefix);
  records.unmapped = readingOf(records.found.map(({ card }) => card)).unmapped;
  return records;
}

function statOf(path: string) {
  try {
    return lstatSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readFolder(
  folder: string,
  shown: string,
  records: Records,
  options: PathOptions,
): Promise<void> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => byCodeUnit(a.name, b.name));
  for (const entry of entries) {
    const [path, inside] = [join(folder, entry.name), `${shown}/${entry.name}`];
    if (entry.isDirectory()) {
      if (!PASSED_OVER.includes(entry.name)) await readFolder(path, inside, records, options);
    } else if (entry.isFile()) await readFile(path, inside, records, options, false);
    else records.errors.push({ where: inside, message: 'a link, pipe or device; refused' });
  }
}

async function readFile(
  path: string,
  shown: string,
  records: Records,
  options: PathOptions,
  named: boolean,
): Promise<void> {
  options.signal?.throwIfAborted();
  options.onFile?.(shown);
  const { size } = statOf(path);
  if (size > LIMITS.file) {
    const fault = { where: shown, message: `${size} bytes: larger than a record of a standard; not read` };
    (named ? records.errors : records.skipped).push(fault);
    records.files++;
    return;
  }
  const bytes = readFileSync(path);
  if (archiveKind(bytes) !== null) {
    await readArchive(bytes, shown, records, options, named);
    return;
  }
  await take(bytes, shown, records, options, { folder: dirname(path), named });
}

async function readArchive(
  bytes: Uint8Array,
  shown: string,
  records: Records,
  options: PathOptions,
  named: boolean,
): Promise<void> {
  try {
    for await (const entry of unpack(bytes, shown)) {
      options.signal?.throwIfAborted();
      const inside = `${shown}/${entry.path}`;
      if ('refused' in entry) {
        records.files++;
        records.errors.push({ where: inside, message: entry.refused });
      } else if (archiveKind(entry.bytes) !== null) {
        records.files++;
        records.skipped.push({ where: inside, message: 'an archive within an archive; unpack it first' });
      } else await take(entry.bytes, inside, records, options, { folder: null, named: false });
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const fault = { where: shown, message: error.message.replace(`${shown}: `, '') };
    // A compressed corpus in a folder is no broken archive of records.
    (named || records.found.some(({ where }) => where.startsWith(`${shown}/`))
      ? records.errors
      : records.skipped
    ).push(fault);
  }
}

interface Place {
  /** Folder of the file on disk, null within an archive. */
  folder: string | null;
  /** Whether the user named this very file. */
  named: boolean;
}

async function take(
  bytes: Uint8Array,
  shown: string,
  records: Records,
  options: PathOptions,
  { folder, named }: Place,
): Promise<void> {
  records.files++;
  const read = await readRecord(bytes, shown, options);
  if (read === null) {
    const { skipped } = unknownReading(shown);
    (named ? records.errors : records.skipped).push(...skipped);
    return;
  }
  const { standard, reading } = read;
  const count = records.counts.get(standard) ?? { files: 0, cards: 0, errors: 0 };
  records.counts.set(standard, count);
  count.files++;
  const { cards, errors } = await withFiles(reading, shown, folder, options.root);
  count.cards += cards.length;
  // A document can have several faults.
  count.errors += new Set(errors.map(({ where }) => where)).size;
  records.errors.push(...errors);
  records.skipped.push(...reading.skipped);
  for (const card of cards) records.found.push({ card, standard, where: shown });
}

/** The cards with paths of files as cards have them; files that are not there stay with the card, unmapped. */
async function withFiles(
  { cards, errors }: Reading,
  shown: string,
  folder: string | null,
  root: string,
): Promise<{ cards: SourceCard[]; errors: Fault[] }> {
  const kept: SourceCard[] = [];
  const faults = [...errors];
  for (const card of cards) {
    const unsafe = card.files.find(({ path }) => nameFault(path) !== null);
    if (unsafe !== undefined) {
      faults.push({ where: shown, message: `file ${unsafe.path}: ${nameFault(unsafe.path)}; refused` });
      continue;
    }
    const { files, missing, wrong } = await findFiles(card, folder, root);
    if (wrong !== null) {
      faults.push({ where: shown, message: `file ${wrong}: not what the record says it is` });
      continue;
    }
    kept.push({
      ...card,
      files,
      ...(files.length > 0 && missing.length === 0 ? { sha256: hashOfFiles(files) } : {}),
      ...(missing.length > 0 ? { unmapped: { ...card.unmapped, files: missing } } : {}),
    });
  }
  return { cards: kept, errors: faults };
}

async function findFiles(card: SourceCard, folder: string | null, root: string) {
  const files: SourceCard['files'] = [];
  const missing: SourceCard['files'] = [];
  for (const file of card.files) {
    const path = folder === null ? null : resolve(folder, file.path);
    if (path === null || !isRegularInside(path, folder!)) {
      missing.push(file);
      continue;
    }
    const { sha256, bytes } = await hashFile(path);
    if (sha256 !== file.sha256) return { files, missing, wrong: file.path };
    files.push({ path: inCard(path, root), sha256, bytes });
  }
  return { files, missing, wrong: null };
}

/** No part of the way is a link. */
function isRegularInside(path: string, folder: string): boolean {
  let at = folder;
  for (const part of relative(folder, path).split(sep)) {
    at = join(at, part);
    try {
      if (lstatSync(at).isSymbolicLink()) return false;
    } catch {
      return false;
    }
  }
  return lstatSync(path).isFile();
}

/** One id a card: the same record again is one, another of the same name gets a number. */
function settleIds(records: Records, prefix: string | undefined): void {
  const seen = new Map<string, string>();
  const kept: FoundRecord[] = [];
  for (const record of records.found) {
    const { card, where } = record;
    const wanted = prefix === undefined ? card.id : `${prefix}/${card.id}`;
    const content = canonicalJson(card);
    if (seen.get(wanted) === content) {
      records.repeated.push({ where, message: `the same as an earlier record of ${wanted}` });
      continue;
    }
    let id = wanted;
    for (let n = 2; seen.has(id); n++) id = `${wanted}-${n}`;
    if (id !== wanted) records.renamed.push({ from: wanted, to: id, where });
    seen.set(id, content);
    kept.push({ ...record, card: { ...card, id } });
  }
  records.found = kept;
}

/** Files small enough for a text, with their names below the path that was given. */
export function* textFiles(paths: readonly NamedPath[]): Generator<{ path: string; name: string }> {
  for (const { path } of paths) {
    const stats = statOf(path);
    if (stats.isFile() && stats.size <= LIMITS.file) yield { path, name: basename(path) };
    if (!stats.isDirectory()) continue;
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
      byCodeUnit(a.name, b.name),
    )) {
      if (PASSED_OVER.includes(entry.name)) continue;
      for (const { path: inner, name } of entry.isFile() || entry.isDirectory()
        ? textFiles([{ path: join(path, entry.name), shown: entry.name }])
        : [])
        yield { path: inner, name: entry.isDirectory() ? join(entry.name, name) : name };
    }
  }
}
