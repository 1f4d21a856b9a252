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
import { open } from 'node:fs/promises';
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

/** Syncs files and folders side by side: a disk that journals is waited for about once, not once for each. */
export async function syncAll(paths: Iterable<string>): Promise<void> {
  const left = [...paths];
  const one = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      if (process.platform === 'win32' && lstatSync(path).isDirectory()) continue;
      const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  };
  await Promise.all(Array.from({ length: SYNCS }, one));
}

/** Syncs that wait for the disk at once; Node has four threads for them. */
const SYNCS = 8;

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

/** Files that wait for the disk at the same time: libuv has four threads for it. */
const AT_ONCE = 4;

/**
 * Replaces many files, each whole or not at all; all are on the disk when it resolves. Their folders are synced once, not
 * once a file.
 */
export async function replaceFiles(files: readonly { path: string; content: string }[]): Promise<void> {
  const waiting = files.map(({ path, content }) => {
    const target = existsSync(path) ? realpathSync(path) : path;
    return { target, temporary: `${target}.tmp-${process.pid}`, content };
  });
  try {
    let next = 0;
    const worker = async () => {
      while (next < waiting.length) {
        const { temporary, content } = waiting[next++];
        rmSync(temporary, { force: true });
        const file = await open(temporary, 'wx');
        try {
          await file.writeFile(content);
          await file.sync();
        } finally {
          await file.close();
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const { temporary, target } of waiting) renameSync(temporary, target);
    for (const folder of new Set(waiting.map(({ target }) => dirname(target)))) syncFolder(folder);
  } finally {
    for (const { temporary } of waiting) rmSync(temporary, { force: true });
  }
}
