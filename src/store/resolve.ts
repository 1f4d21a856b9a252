/**
 * Names of what is saved: `latest`, an id, the unique beginning of an id or of its hash, or a path to a folder or to a
 * result.json. A path counts as one when it exists and has a separator or an extension, or no id matches.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import type { IndexLine } from './write.js';

/** A folder of the store, and what its entries are called. */
interface Shelf {
  folder: 'audits' | 'lab';
  one: string;
  many: string;
  id: RegExp;
  makes: string;
}

const AUDITS: Shelf = {
  folder: 'audits',
  one: 'audit',
  many: 'audits',
  id: /^\d{4}-\d\d-\d\d-[0-9a-f]{4,64}$/,
  makes: 'gen0 audit saves one',
};

const LAB: Shelf = {
  folder: 'lab',
  one: 'run of the lab',
  many: 'runs',
  id: /^\d{4}-\d\d-\d\d-.+-[0-9a-f]{4,64}$/,
  makes: 'gen0 lab run saves one',
};

/** Text of the result.json that `name` stands for, and its path. Throws DataError when there is none, or several. */
export function readAudit(store: string, name: string): { path: string; content: string } {
  const path = resolveAudit(store, name);
  return { path, content: readFileSync(path, 'utf8') };
}

/** The same for runs of the lab. */
export function readLab(store: string, name: string): { path: string; content: string } {
  const path = resolveOn(LAB, store, name);
  return { path, content: readFileSync(path, 'utf8') };
}

/** Path of the result.json that `name` stands for. */
export function resolveAudit(store: string, name: string): string {
  return resolveOn(AUDITS, store, name);
}

/** Ids of the complete audits in a store, sorted. */
export function auditIds(store: string): string[] {
  return idsOn(AUDITS, store);
}

/** Lines of the index, oldest first; a line cut short by a crash is passed over. */
export function readIndex(store: string): IndexLine[] {
  return indexOn<IndexLine>(AUDITS, store);
}

function resolveOn(shelf: Shelf, store: string, name: string): string {
  const ids = idsOn(shelf, store);
  const folder = join(store, shelf.folder);
  const inStore = (id: string) => join(folder, id, 'result.json');
  if (name === 'latest') {
    const latest = latestId(shelf, store, ids);
    if (latest === undefined) throw new DataError(`latest: no ${shelf.one} in ${folder} yet. ${shelf.makes}`);
    return inStore(latest);
  }
  if (ids.includes(name)) return inStore(name);
  if (existsSync(name)) {
    if (!statSync(name).isDirectory()) return name;
    if (existsSync(join(name, 'result.json'))) return join(name, 'result.json');
  }
  const found = name === '' ? [] : ids.filter((id) => beginsSo(id, name));
  if (found.length === 1) return inStore(found[0]);
  if (found.length > 1) {
    throw new DataError(
      `${name}: ${found.length} ${shelf.many} begin so (${found.slice(0, 5).join(', ')}); write more of it`,
    );
  }
  const known = ids.length === 0 ? ' (the store is empty)' : '';
  throw new DataError(
    `${name}: no such ${shelf.one} in ${folder}${known}, and no such file.${didYouMean(name, [...ids, 'latest'])} Give an id, latest, or a path to a result.json`,
  );
}

/** By the id itself, what follows its date, or its hash. */
function beginsSo(id: string, name: string): boolean {
  return [id, id.slice(11), id.slice(id.lastIndexOf('-') + 1)].some((part) => part.startsWith(name));
}

function idsOn({ folder, id }: Shelf, store: string): string[] {
  const path = join(store, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => id.test(name) && existsSync(join(path, name, 'result.json')))
    .sort();
}

function indexOn<Line extends { id: string }>({ folder }: Shelf, store: string): Line[] {
  const path = join(store, folder, 'index.jsonl');
  if (!existsSync(path)) return [];
  const lines: Line[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      lines.push(JSON.parse(line));
    } catch {
      // A crash in the middle of an append: the folder is still found by its id.
    }
  }
  return lines;
}

/** The newest in the index that is still there; without one the id that sorts last. */
function latestId(shelf: Shelf, store: string, ids: string[]): string | undefined {
  const there = new Set(ids);
  const indexed = indexOn(shelf, store)
    .map(({ id }) => id)
    .filter((id) => there.has(id));
  return indexed.at(-1) ?? ids.at(-1);
}
