/**
 * Names of audits: `latest`, an id, the unique beginning of an id or of its hash, or a path to a folder or to a
 * result.json. A path counts as one when it exists and has a separator or an extension, or no id matches.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import type { IndexLine } from './write.js';

/** Text of the result.json that `name` stands for, and its path. Throws DataError when there is none, or several. */
export function readAudit(store: string, name: string): { path: string; content: string } {
  const path = resolveAudit(store, name);
  return { path, content: readFileSync(path, 'utf8') };
}

/** Path of the result.json that `name` stands for. */
export function resolveAudit(store: string, name: string): string {
  const ids = auditIds(store);
  const audits = join(store, 'audits');
  const inStore = (id: string) => join(audits, id, 'result.json');
  if (name === 'latest') {
    const latest = latestId(store, ids);
    if (latest === undefined) throw new DataError(`latest: no audit in ${audits} yet. gen0 audit saves one`);
    return inStore(latest);
  }
  if (ids.includes(name)) return inStore(name);
  if (existsSync(name)) {
    if (!statSync(name).isDirectory()) return name;
    if (existsSync(join(name, 'result.json'))) return join(name, 'result.json');
  }
  const found = name === '' ? [] : ids.filter((id) => id.startsWith(name) || id.slice(11).startsWith(name));
  if (found.length === 1) return inStore(found[0]);
  if (found.length > 1) {
    throw new DataError(
      `${name}: ${found.length} audits begin so (${found.slice(0, 5).join(', ')}); write more of it`,
    );
  }
  const known = ids.length === 0 ? ' (the store is empty)' : '';
  throw new DataError(
    `${name}: no such audit in ${audits}${known}, and no such file.${didYouMean(name, [...ids, 'latest'])} Give an id, latest, or a path to a result.json`,
  );
}

/** Ids of the complete audits in a store, sorted. */
export function auditIds(store: string): string[] {
  const audits = join(store, 'audits');
  if (!existsSync(audits)) return [];
  return readdirSync(audits)
    .filter(
      (name) =>
        /^\d{4}-\d\d-\d\d-[0-9a-f]{4,64}$/.test(name) && existsSync(join(audits, name, 'result.json')),
    )
    .sort();
}

/** Lines of the index, oldest first; a line cut short by a crash is passed over. */
export function readIndex(store: string): IndexLine[] {
  const path = join(store, 'audits', 'index.jsonl');
  if (!existsSync(path)) return [];
  const lines: IndexLine[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      lines.push(JSON.parse(line));
    } catch {
      // A crash in the middle of an append: the audit's folder is still found by its id.
    }
  }
  return lines;
}

/** The newest in the index that is still there; without one the id that sorts last. */
function latestId(store: string, ids: string[]): string | undefined {
  const there = new Set(ids);
  const indexed = readIndex(store)
    .map(({ id }) => id)
    .filter((id) => there.has(id));
  return indexed.at(-1) ?? ids.at(-1);
}
