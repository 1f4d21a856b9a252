/** The bytes of one file of images, plain or gzipped. What is plain is read piece by piece, as it is asked for. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unreadable } from '../../corpus/open-bytes.js';
import { DataError } from '../../util/errors.js';

/** Bytes that a gzipped file may unpack to: all of them are held at once. */
const MOST_UNPACKED = 2 ** 28;

export interface Bytes {
  /** Unpacked. */
  size: number;
  /** Bytes `at` … `at + length - 1`, or fewer where the file ends before. */
  read(at: number, length: number): Buffer;
  close(): void;
}

/** Throws DataError naming the path where it cannot be read or unpacked. */
export function openImageBytes(path: string): Bytes {
  const plain = openPlain(path);
  try {
    if (!isGzip(plain.read(0, 2))) return plain;
    const bytes = unpack(path, plain);
    plain.close();
    return { size: bytes.length, read: (at, length) => bytes.subarray(at, at + length), close: () => {} };
  } catch (error) {
    plain.close();
    throw error instanceof DataError ? error : unreadable(path, error);
  }
}

/** The file as it is. */
export function openPlain(path: string): Bytes {
  try {
    const file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const read = (at: number, length: number) => readFrom(file, at, Math.max(0, Math.min(length, size - at)));
    return { size, read, close: () => closeSync(file) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

function unpack(path: string, { size, read }: Bytes): Buffer {
  const most = `${MOST_UNPACKED / 2 ** 20} MiB`;
  if (size > MOST_UNPACKED) {
    throw new DataError(`${path}: more than ${most}, gzipped; unpack it, or give it in parts`);
  }
  try {
    return gunzipSync(read(0, size), { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new DataError(
      `${path}: cannot be unpacked (${why}); it is damaged, cut short, or holds more than ${most}`,
    );
  }
}

function readFrom(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let got = 0;
  while (got < length) {
    const more = readSync(file, bytes, got, length - got, at + got);
    if (more === 0) break;
    got += more;
  }
  return bytes.subarray(0, got);
}
