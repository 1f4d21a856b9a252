/**
 * Reads a bag (RFC 8493): what its manifests say of which files. That the files hold what is said is checked by whoever
 * reads their bytes; that nothing is missing, and nothing is there that no payload manifest names, is checked here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../util/errors.js';
import { listFolder } from '../ocfl/list-folder.js';
import { BAG_ALGORITHMS, type BagAlgorithm, parseManifest } from './manifest.js';

export interface BagFile {
  /** Path in the bag. */
  path: string;
  /** What the manifests say of it; payload files have one claim or more, tag files may have none. */
  claims: { algorithm: BagAlgorithm; digest: string; manifest: string }[];
}

export interface Bag {
  files: BagFile[];
  /** Payload-Oxum, where bag-info.txt has one. */
  oxum: { bytes: number; files: number } | null;
}

export function isBag(folder: string): boolean {
  return existsSync(join(folder, 'bagit.txt'));
}

/** Reads a bag. Throws DataError naming what is wrong with it. */
export function readBag(folder: string): Bag {
  const fail = (what: string): never => {
    throw new DataError(`${folder}: not a valid bag: ${what}`);
  };
  const declaration = readFileSync(join(folder, 'bagit.txt'), 'utf8');
  const [, encoding] =
    /^BagIt-Version: *(?:1\.0|0\.9[3-7]) *\r?\nTag-File-Character-Encoding: *(\S+) *\r?\n?$/i.exec(
      declaration,
    ) ?? fail('bagit.txt must state BagIt-Version (0.93 to 1.0) and Tag-File-Character-Encoding');
  if (!/^utf-?8$/i.test(encoding)) fail(`tag files in ${encoding}; only UTF-8 is read`);
  if (existsSync(join(folder, 'fetch.txt')))
    fail('it has files to fetch (fetch.txt); gen0 never does. Complete the bag first');
  const listing = listFolder(folder);
  const [other] = listing.others;
  if (other !== undefined) fail(`${other} is a link or device`);
  const files = new Map<string, BagFile>(listing.files.map((path) => [path, { path, claims: [] }]));
  let payloads = 0;
  for (const name of listing.files) {
    const [, tag, algorithm] = /^(tag)?manifest-([^/]+)\.txt$/.exec(name) ?? [];
    if (algorithm === undefined) continue;
    if (!isAlgorithm(algorithm)) fail(`${name}: ${algorithm} is not read; ${BAG_ALGORITHMS.join(', ')} are`);
    const digests = parseManifest(
      readFileSync(join(folder, name), 'utf8'),
      algorithm as BagAlgorithm,
      join(folder, name),
    );
    for (const [path, digest] of digests) {
      if (tag === undefined && !path.startsWith('data/')) fail(`${name} names ${path}, which is no payload`);
      const file = files.get(path) ?? fail(`${name} names ${path}, which is not there`);
      file.claims.push({ algorithm: algorithm as BagAlgorithm, digest, manifest: name });
    }
    if (tag !== undefined) continue;
    payloads++;
    for (const path of listing.files) {
      if (path.startsWith('data/') && !digests.has(path)) fail(`${path} is not in ${name}`);
    }
  }
  if (payloads === 0) fail('it has no payload manifest');
  return { files: [...files.values()], oxum: readOxum(folder) };
}

function isAlgorithm(name: string): name is BagAlgorithm {
  return (BAG_ALGORITHMS as readonly string[]).includes(name);
}

function readOxum(folder: string): { bytes: number; files: number } | null {
  const path = join(folder, 'bag-info.txt');
  const found =
    existsSync(path) && /^Payload-Oxum: *(\d{1,15})\.(\d{1,15}) *\r?$/im.exec(readFileSync(path, 'utf8'));
  return found ? { bytes: Number(found[1]), files: Number(found[2]) } : null;
}
