/**
 * Files out of tar (gzip around it or not) and zip archives that strangers made. They are read into memory and never
 * written out.
 */
import { createGunzip } from 'node:zlib';
import { DataError } from '../../util/errors.js';
import { LIMITS, type Unpacked, type UnpackLimits } from './unpack-rules.js';
import { untar } from './untar.js';
import { unzip } from './unzip.js';

export type ArchiveKind = 'tar' | 'tar.gz' | 'zip';

/** What kind of archive bytes are, by what they begin with; null for none. */
export function archiveKind(bytes: Uint8Array): ArchiveKind | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'tar.gz';
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (ascii(0, 4) === 'PK\x03\x04' || ascii(0, 4) === 'PK\x05\x06') return 'zip';
  return ascii(257, 262) === 'ustar' ? 'tar' : null;
}

/** The entries of an archive, in its order. Throws DataError where it is damaged or beyond a limit. */
export async function* unpack(
  bytes: Uint8Array,
  shown: string,
  limits: UnpackLimits = LIMITS,
): AsyncGenerator<Unpacked> {
  const kind = archiveKind(bytes);
  if (kind === 'zip') yield* unzip(bytes, shown, limits);
  else if (kind === 'tar') yield* untar(once(bytes), bytes.length, shown, limits);
  else if (kind === 'tar.gz') yield* untar(gunzip(bytes, shown), bytes.length, shown, limits);
  else throw new DataError(`${shown}: neither tar nor zip`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* gunzip(bytes: Uint8Array, shown: string): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  stream.end(bytes);
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${shown}: no whole gzip file: ${(error as Error).message}`);
  } finally {
    stream.destroy();
  }
}
