/** Makes a folder that appears whole or not at all, and writes over nothing. */
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../util/durable.js';
import { DataError } from '../util/errors.js';

/** Has `fill` write into a folder beside `target`, then renames it. Throws DataError where `target` holds anything. */
export async function writeFolder<T>(target: string, fill: (folder: string) => Promise<T>): Promise<T> {
  if (existsSync(target) || isLink(target)) {
    if (isLink(target) || !lstatSync(target).isDirectory() || readdirSync(target).length > 0) {
      throw new DataError(`${target}: is there and not an empty folder; name one that is not there yet`);
    }
  }
  mkdirSync(dirname(target), { recursive: true });
  const part = join(dirname(target), `.${basename(target)}.part-${randomBytes(6).toString('hex')}`);
  mkdirSync(part);
  try {
    const result = await fill(part);
    syncFolder(part);
    renameSync(part, target);
    syncFolder(dirname(target));
    return result;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
