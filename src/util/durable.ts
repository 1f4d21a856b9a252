/** Files that survive a crash at any instant: what was acknowledged is on the disk, and nothing is seen half-written. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Writes a new file and syncs it to disk. */
export function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'wx');
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Syncs a folder's entries: a rename is durable only after this. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Replaces a file whole or not at all: written beside, synced, renamed. Nothing stays behind on error. A link is
 * followed, and what is no regular file (a pipe, a terminal) is written to.
 */
export function replaceFile(name: string, content: string | Uint8Array): void {
  const path = existsSync(name) ? realpathSync(name) : name;
  if (existsSync(path) && !lstatSync(path).isFile()) {
    writeFileSync(path, content);
    return;
  }
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    rmSync(temporary, { force: true });
    writeSynced(temporary, content);
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(temporary, { force: true });
  }
}
