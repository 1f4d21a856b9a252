/** Which files a path, a folder or a pattern stands for, sorted by name (by code unit, on every machine alike). */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { DataError } from '../util/errors.js';
import { globParts, isGlob } from './glob.js';
import { unreadable } from './open-bytes.js';
import { formatByName } from './sniff.js';

/** What `gen0 mix write` leaves beside the shards of a mixture: about texts, and none itself. */
export const STATEMENT_FILE = 'mixture.json';

/**
 * A folder stands for all files of known kinds below it, a pattern for the files that match it; hidden ones
 * (with a leading dot) are left out of both. Links are followed, each folder once.
 * @throws DataError naming the path when there is no such file, no match, or nothing to read in a folder.
 */
export function findFiles(path: string): string[] {
  const stats = statIfThere(path);
  if (stats?.isDirectory()) {
    const isText = (name: string) => name !== STATEMENT_FILE && formatByName(name) !== undefined;
    const files = filesBelow(path, isText).sort(byCodeUnit);
    if (files.length === 0)
      throw new DataError(
        `${path}: the folder holds no file of a known kind (.jsonl, .json, .csv, .tsv, .txt, .md, .parquet, also .gz and .zst). Name the files`,
      );
    return files;
  }
  if (stats) return [path];
  if (!isGlob(path)) throw unreadable(path, { code: 'ENOENT' });
  const found = new Set<string>();
  for (const parts of globParts(path.replaceAll(sep, '/'))) match(parts, found);
  if (found.size === 0) throw new DataError(`${path}: no file matches. Check the pattern`);
  return [...found].sort(byCodeUnit);
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function match(parts: (string | RegExp | '**')[], found: Set<string>): void {
  const go = (folder: string, index: number, above: ReadonlySet<string>): void => {
    const part = parts[index];
    const last = index === parts.length - 1;
    if (part === '**') {
      if (last) for (const file of filesBelow(folder || '.', () => true)) found.add(tidy(folder, file));
      else {
        go(folder, index + 1, above);
        const here = realpathSync(folder || '.');
        if (above.has(here)) return;
        const deeper = new Set(above).add(here);
        for (const name of list(folder))
          if (isFolder(join(folder, name))) go(join(folder, name), index, deeper);
      }
      return;
    }
    const names = typeof part === 'string' ? [part] : list(folder).filter((name) => part.test(name));
    for (const name of names) {
      const path = part === '' ? folder || '/' : join(folder, name);
      const stats = statIfThere(path);
      if (last ? stats?.isFile() : stats?.isDirectory()) {
        if (last) found.add(path);
        else go(path, index + 1, above);
      }
    }
  };
  go('', 0, new Set());
}

/** The files below a folder for which `wanted` holds, in no particular order. */
export function filesBelow(
  folder: string,
  wanted: (name: string) => boolean,
  seen: Set<string> = new Set(),
): string[] {
  const real = realpathSync(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const files: string[] = [];
  for (const name of list(folder)) {
    const path = join(folder, name);
    const stats = statIfThere(path);
    if (stats?.isDirectory()) for (const file of filesBelow(path, wanted, seen)) files.push(file);
    else if (wanted(name)) {
      if (!stats) throw new DataError(`${path}: the link leads nowhere. Mend or remove it`);
      if (stats.isFile()) files.push(path);
    }
  }
  return files;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder || '.')
      .filter((name) => !name.startsWith('.'))
      .sort(byCodeUnit);
  } catch (error) {
    throw unreadable(folder || '.', error);
  }
}

function isFolder(path: string): boolean {
  return statIfThere(path)?.isDirectory() === true;
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(path, error);
  }
}

/** `filesBelow` starts at `.` for a pattern without a folder; its paths then begin with the file's name anyway. */
function tidy(folder: string, file: string): string {
  return folder === '' ? join(file) : file;
}
