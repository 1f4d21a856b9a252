/** The files of a source: which they are, and their hashes. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { byCodeUnit } from '../corpus/find-files.js';
import { fileBlocks, unreadable } from '../corpus/open-bytes.js';
import { DataError } from '../util/errors.js';
import type { SourceCard } from './card.js';

export type SourceFile = SourceCard['files'][number];

/**
 * Every file below the paths, sorted by name; hidden ones (a leading dot) are left out unless they are named. A link to a
 * file stands for that file, as stores of downloads have them; a link to a folder, a pipe and a device are refused. `root`:
 * the folder that the paths in cards are relative to. Throws DataError.
 */
export function listSourceFiles(paths: readonly string[], root: string): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const stats = statOf(path);
    if (stats.isDirectory()) walk(path, found);
    else if (stats.isFile()) found.add(path);
    else throw new DataError(`${path}: no file and no folder. Save what it gives to a file first`);
  }
  if (found.size === 0) throw new DataError(`${paths.join(', ')}: no file in it`);
  const shown = [...found].map((path) => ({ path, name: inCard(path, root) }));
  return shown.sort((a, b) => byCodeUnit(a.name, b.name)).map(({ path }) => path);
}

function walk(folder: string, found: Set<string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      walk(path, found);
      continue;
    }
    const stats = statOf(path);
    if (stats.isDirectory())
      throw new DataError(`${path}: a link to a folder. Name the folder that it leads to`);
    if (!stats.isFile()) throw new DataError(`${path}: neither a file nor a folder. Remove it`);
    found.add(path);
  }
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const dangling = (error as NodeJS.ErrnoException).code === 'ENOENT' && isLink(path);
    if (dangling) throw new DataError(`${path}: the link leads nowhere. Mend or remove it`);
    throw unreadable(path, error);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** A path as cards have it: relative to the root, with `/`. */
export function inCard(path: string, root: string): string {
  const name = relative(realpathSync(root), join(realpathSync(join(path, '..')), path.split(sep).at(-1)!));
  // Lists of hashes have a line a file.
  if (/\p{Cc}/u.test(name))
    throw new DataError(`${JSON.stringify(name)}: a control character in the name. Rename it`);
  return name.replaceAll(sep, '/');
}

export interface HashOptions {
  signal?: AbortSignal;
  /** Told how many bytes there are to read, before. */
  onTotal?(bytes: number): void;
  /** Told the bytes read since the last call. */
  onRead?(bytes: number): void;
}

/** SHA-256 and length of a file, read as a stream. Throws DataError where it cannot be read or changes meanwhile. */
export async function hashFile(path: string, options: HashOptions = {}): Promise<Omit<SourceFile, 'path'>> {
  const before = statOf(path);
  if (!before.isFile()) throw new DataError(`${path}: no file`);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const block of fileBlocks(path)) {
    options.signal?.throwIfAborted();
    hash.update(block);
    bytes += block.length;
    options.onRead?.(block.length);
  }
  const after = statOf(path);
  if (bytes !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new DataError(`${path}: changed while it was read. Add it when it is complete`);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The files as a card lists them. */
export async function hashFiles(
  paths: readonly string[],
  root: string,
  options: HashOptions = {},
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  options.onTotal?.(paths.reduce((sum, path) => sum + statOf(path).size, 0));
  for (const path of paths) files.push({ path: inCard(path, root), ...(await hashFile(path, options)) });
  return files;
}

/** The hash of a source: of its one file, or of the lines `sha256  path` of its files, sorted by path. */
export function hashOfFiles(files: readonly SourceFile[]): string {
  if (files.length === 1) return files[0].sha256;
  const hash = createHash('sha256');
  for (const { sha256, path } of [...files].sort((a, b) => byCodeUnit(a.path, b.path))) {
    hash.update(`${sha256}  ${path}\n`);
  }
  return hash.digest('hex');
}
