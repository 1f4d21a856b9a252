/**
 * What is refused in archives: names that leave them, as a card must not cite what is not in it, and bombs, by limits on a
 * file, on the sum, on the number of entries, and on how much more comes out than went in.
 */
import { DataError } from '../../util/errors.js';

export interface UnpackLimits {
  /** Bytes of one file. */
  file: number;
  /** Bytes of all files together. */
  total: number;
  entries: number;
  /** Unpacked to packed bytes, once more than a megabyte came out. */
  ratio: number;
}

export const LIMITS: UnpackLimits = { file: 64 << 20, total: 1 << 30, entries: 100_000, ratio: 200 };

/** A file, or why an entry is none that can be read. */
export type Unpacked = { path: string; bytes: Uint8Array } | { path: string; refused: string };

/** Why a name is not taken, or null. */
export function nameFault(path: string): string | null {
  if (path === '' || path.includes('\0')) return 'a name that is none';
  if (/^([a-z]:|[/\\])/i.test(path)) return 'an absolute path';
  if (path.split(/[/\\]/).includes('..')) return 'a path that leaves the archive';
  return path.includes('\\') ? 'a backslash in its path' : null;
}

/** Counts what comes out, and throws where it is too much. */
export function unpackGuard(packed: number, shown: string, limits: UnpackLimits) {
  let total = 0;
  let entries = 0;
  return {
    entry() {
      if (++entries > limits.entries)
        throw new DataError(`${shown}: more than ${limits.entries} entries; refused`);
    },
    bytes(count: number) {
      total += count;
      if (total > limits.total)
        throw new DataError(`${shown}: more than ${limits.total} bytes when unpacked; refused`);
      if (total > 1 << 20 && total > packed * limits.ratio)
        throw new DataError(
          `${shown}: unpacks to more than ${limits.ratio} times its size; refused as a bomb`,
        );
    },
  };
}
