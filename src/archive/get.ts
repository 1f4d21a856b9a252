/** Gives files back: those of a version, as they were added, each checked against its digest on the way. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { copyHashed } from './copy-hashed.js';
import { findVersion } from './find-version.js';
import type { HashOptions } from './hash-file.js';
import { payloadOf } from './list.js';
import { whenSettled } from './settled.js';
import { writeFolder } from './write-folder.js';

export interface GetOptions extends HashOptions {
  version?: string;
  /** Files or folders of the version; all by default. */
  only?: readonly string[];
  now(): number;
}

export interface Got {
  version: string;
  files: number;
  bytes: number;
}

/** Writes files of a source into the new folder `target`. */
export async function getFromArchive(
  store: string,
  source: string,
  target: string,
  { version, only = [], now, ...rest }: GetOptions,
): Promise<Got> {
  const found = await whenSettled(store, now, () => findVersion(store, source, version));
  const all = payloadOf([...found.files.keys()]).map((path) => path.slice('data/'.length));
  const wanted = all.filter((path) => only.length === 0 || only.some((each) => isAtOrBelow(path, each)));
  for (const each of only) {
    if (!wanted.some((path) => isAtOrBelow(path, each))) {
      throw new DataError(`${each}: not in ${source} ${found.name}.${didYouMean(each, all)}`);
    }
  }
  let bytes = 0;
  await writeFolder(target, async (folder) => {
    for (const path of wanted) {
      const { file, digest } = found.files.get(`data/${path}`)!;
      bytes += await copyChecked(file, join(folder, path), digest, rest);
    }
  });
  return { version: found.name, files: wanted.length, bytes };
}

function isAtOrBelow(path: string, at: string): boolean {
  return path === at || path.startsWith(`${at.replace(/\/+$/, '')}/`);
}

/** Copies an archived file; throws DataError where it does not have its digest any more. Returns its bytes. */
export async function copyChecked(
  file: string,
  to: string,
  digest: string,
  options: HashOptions,
): Promise<number> {
  mkdirSync(dirname(to), { recursive: true });
  const { bytes, digests, synced } = await copyHashed(file, to, ['sha512'], options);
  await synced;
  if (digests[0] !== digest) {
    throw new DataError(`${file}: is not what was archived: its SHA-512 is another. Nothing was written`);
  }
  return bytes;
}
