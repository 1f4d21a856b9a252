/** Profiles on disk. A file appears whole or not at all: it is written beside its place, synced and renamed. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { DataError } from '../util/errors.js';
import { decodeSource, isProfileStart } from './decode.js';
import { encodeChunks, MAGIC } from './encode.js';
import type { Profile } from './profile.js';

const WINDOW = 4 * 2 ** 20;

/** Writes `path`, or nothing at all. DataError when the place cannot be written. */
export async function saveProfile(profile: Profile, path: string): Promise<void> {
  writeWhole(path, encodeChunks(profile));
}

/** Writes a file of chunks so that it is seen whole or not at all, and survives a crash once seen. */
export function writeWhole(path: string, chunks: Iterable<Uint8Array>): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    const file = openSync(temporary, 'w');
    try {
      for (const chunk of gathered(chunks)) {
        for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new DataError(
      `cannot write ${path}: ${(error as Error).message}. Choose another place or free space`,
    );
  }
}

/** The same bytes in chunks of a megabyte. */
function* gathered(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let buffer = new Uint8Array(2 ** 20);
  let used = 0;
  for (const chunk of chunks) {
    if (used + chunk.length > buffer.length) {
      yield buffer.subarray(0, used);
      used = 0;
      if (chunk.length > buffer.length) buffer = new Uint8Array(chunk.length);
    }
    buffer.set(chunk, used);
    used += chunk.length;
  }
  yield buffer.subarray(0, used);
}

/** Reads a profile, a few megabytes of file at a time. DataError names the file and what is wrong. */
export async function loadProfile(path: string): Promise<Profile> {
  const file = open(path);
  try {
    return decodeSource(fileSource(file), path);
  } finally {
    closeSync(file);
  }
}

/** True when `path` is a file that begins like a profile; false for anything else, also when it is missing. */
export function isProfilePath(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const start = new Uint8Array(MAGIC.length);
      return readSync(file, start, 0, start.length, 0) === start.length && isProfileStart(start);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function open(path: string): number {
  try {
    if (statSync(path).isFile()) return openSync(path, 'r');
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${(error as Error).message}. Check the path`);
  }
  throw new DataError(`${path} is not a file, so it is no profile. Name a .g0p file`);
}

/** Random access with one window of read-ahead. */
function fileSource(file: number) {
  let window = new Uint8Array(0);
  let start = 0;
  const size = fstatSync(file).size;
  return {
    size,
    read(at: number, length: number): Uint8Array {
      if (at < start || at + length > start + window.length) {
        window = new Uint8Array(Math.min(size - at, Math.max(length, WINDOW)));
        start = at;
        for (let got = 0; got < window.length; ) {
          const bytes = readSync(file, window, got, window.length - got, at + got);
          if (!bytes) throw new DataError('the file shrank while it was read. Read it again');
          got += bytes;
        }
      }
      return window.subarray(at - start, at - start + length);
    },
  };
}
