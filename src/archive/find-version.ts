/** A version of a source in the archive, and where the bytes of its files are. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { findObjects } from './ocfl/find-objects.js';
import { type LoadedObject, loadFolder, loadObject } from './ocfl/load-object.js';
import { digestsOf } from './ocfl/next-version.js';
import { pathClash, pathFault } from './safe-path.js';
import { archivePaths, objectId, sourceOf } from './store-paths.js';

export interface FoundVersion {
  object: LoadedObject;
  name: string;
  /** Logical path to digest and file. */
  files: Map<string, { digest: string; file: string }>;
}

/** The version `name` of a source, by default the newest. Throws DataError where there is none, or its paths are not safe. */
export function findVersion(store: string, source: string, name?: string): FoundVersion {
  const { root } = archivePaths(store);
  const object = loadObject(root, objectId(source));
  if (object === null) {
    throw new DataError(
      `${source}: not in the archive.${didYouMean(source, sourcesIn(root))} gen0 archive list shows what is`,
    );
  }
  const { inventory, folder } = object;
  const version = inventory.versions.get(name ?? inventory.head);
  if (version === undefined) {
    throw new DataError(
      `${source}: has no version ${name}; it has ${[...inventory.versions.keys()].join(', ')}`,
    );
  }
  const files = new Map<string, { digest: string; file: string }>();
  const place = realpathSync(folder);
  for (const [path, digest] of digestsOf(version)) {
    const [content] = inventory.manifest.get(digest) ?? [];
    const fault = pathFault(path) ?? (content === undefined ? 'has no content' : pathFault(content));
    if (fault) throw new DataError(`${folder}: path ${JSON.stringify(path)} ${fault}; refused`);
    const file = join(place, content);
    if (resolved(file) !== file)
      throw new DataError(`${folder}: ${content} is missing, or a link leads elsewhere; refused`);
    files.set(path, { digest: digest.toLowerCase(), file });
  }
  const clash = pathClash(files.keys());
  if (clash)
    throw new DataError(`${folder}: ${clash[0]} and ${clash[1]} are one file on some systems; refused`);
  return { object, name: name ?? inventory.head, files };
}

function resolved(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function sourcesIn(root: string): string[] {
  return findObjects(root, () => {}).flatMap((path) => {
    try {
      return sourceOf(loadFolder(join(root, path)).inventory.id) ?? [];
    } catch {
      return [];
    }
  });
}
