/** How what reads the archive meets what writes it. */
import { existsSync } from 'node:fs';
import { DataError } from '../util/errors.js';
import { withLock } from '../util/lock.js';
import { recover } from './commit.js';
import { archivePaths } from './store-paths.js';

/**
 * Runs `read` while no addition is going on and none is half-way: what a crash interrupted is finished first. On
 * read-only media nobody writes, and no lock can be taken nor is needed. Throws DataError where there is no archive.
 */
export async function whenSettled<T>(
  store: string,
  now: () => number,
  read: () => T | Promise<T>,
): Promise<T> {
  const { root, lock } = archivePaths(store);
  if (!existsSync(root)) {
    throw new DataError(`${store}: there is no archive yet; gen0 archive add <file> --source ID begins one`);
  }
  let entered = false;
  try {
    return await withLock(lock, async () => {
      entered = true;
      await recover(store, now);
      return read();
    });
  } catch (error) {
    if (!entered && ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return read();
    throw error;
  }
}
