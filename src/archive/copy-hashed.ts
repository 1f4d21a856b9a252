/**
 * Copies a file and hashes it in the same pass. Reading, writing and hashing overlap: while one block is hashed here, the
 * next is read and the last is written by Node's threads; and what was written is brought to the disk on the way, not
 * at the end.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DataError } from '../util/errors.js';
import type { HashOptions } from './hash-file.js';

const BLOCK = 1 << 20;
/** Bytes after which what was written is synced beside the copying. */
const SYNC_AFTER = 256 << 20;

export interface Copied {
  bytes: number;
  /** Lower-case hex, in the order of the algorithms. */
  digests: string[];
  /** Resolves once the copy is on the disk and closed. */
  synced: Promise<void>;
}

/**
 * Copies `from` to the new file `to`. Links are not followed. Throws DataError where the source is no regular file or
 * changes while it is read.
 */
export async function copyHashed(
  from: string,
  to: string,
  algorithms: readonly string[],
  { signal, onBytes }: HashOptions = {},
): Promise<Copied> {
  const source = await openSource(from);
  let target: FileHandle | undefined;
  try {
    const before = await source.stat();
    if (!before.isFile()) throw new DataError(`${from}: no regular file; only files can be archived`);
    target = await open(to, 'wx', 0o644);
    const { bytes, digests, syncing } = await pump(source, target, algorithms, { signal, onBytes });
    const after = await source.stat();
    if (after.size !== bytes || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new DataError(`${from}: changed while it was read; add it again when nothing writes to it`);
    }
    const handle = target;
    target = undefined;
    return { bytes, digests, synced: finish(handle, syncing) };
  } finally {
    await source.close();
    await target?.close();
  }
}

async function finish(target: FileHandle, syncing: Promise<void>): Promise<void> {
  try {
    await syncing;
    await target.datasync();
  } finally {
    await target.close();
  }
}

async function openSource(from: string): Promise<FileHandle> {
  try {
    // Non-blocking, so that a pipe with no writer is refused and not waited for.
    return await open(from, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw new DataError(`${from}: a symbolic link; archive what it leads to`);
    throw new DataError(`${from}: cannot be read: ${(error as Error).message}`);
  }
}

async function pump(
  source: FileHandle,
  target: FileHandle,
  algorithms: readonly string[],
  { signal, onBytes }: HashOptions,
): Promise<{ bytes: number; digests: string[]; syncing: Promise<void> }> {
  const hashes = algorithms.map((name) => createHash(name));
  let current = Buffer.allocUnsafe(BLOCK);
  let next = Buffer.allocUnsafe(BLOCK);
  let bytes = 0;
  let unsynced = 0;
  let syncing = Promise.resolve();
  let isSyncing = false;
  let { bytesRead } = await source.read(current, 0, BLOCK);
  while (bytesRead > 0) {
    signal?.throwIfAborted();
    const block = current.subarray(0, bytesRead);
    const writing = writeAll(target, block, bytes);
    const reading = source.read(next, 0, BLOCK);
    for (const hash of hashes) hash.update(block);
    await writing;
    bytes += bytesRead;
    unsynced += bytesRead;
    onBytes?.(bytesRead);
    if (unsynced >= SYNC_AFTER && !isSyncing) {
      unsynced = 0;
      isSyncing = true;
      syncing = target.datasync().then(() => {
        isSyncing = false;
      });
      // Its failure is told when the copy is finished; until then nobody waits for it.
      syncing.catch(() => {});
    }
    ({ bytesRead } = await reading);
    [current, next] = [next, current];
  }
  return { bytes, digests: hashes.map((hash) => hash.digest('hex')), syncing };
}

async function writeAll(target: FileHandle, block: Buffer, position: number): Promise<void> {
  for (let done = 0; done < block.length; ) {
    done += (await target.write(block, done, block.length - done, position + done)).bytesWritten;
  }
}
