/** What the archive holds: sources, their versions, and what each was kept as. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Origin } from '../provenance/card.js';
import { type Added, decodeEvent } from './events.js';
import { logOf, readCheckpoint, readEntries } from './log/log.js';
import { findObjects } from './ocfl/find-objects.js';
import { type LoadedObject, loadFolder } from './ocfl/load-object.js';
import { digestsOf } from './ocfl/next-version.js';
import { type KeyOption, publicKeyOf } from './public-key.js';
import { whenSettled } from './settled.js';
import { archivePaths, sourceOf } from './store-paths.js';

export interface ArchivedVersion {
  version: string;
  /** ISO time. */
  created: string;
  message: string;
  /** Files in the version's state, without the source card. */
  files: number;
  /** What was added with it was kept as; null where the log does not know the version. */
  kept: 'human' | 'mixed' | null;
  declared: Origin | null;
  humanFraction: [number, number] | null;
}

export interface ArchivedSource {
  source: string;
  object: string;
  /** Folder of the object, relative to the store. */
  path: string;
  /** Newest version. */
  head: string;
  /** `mixed` where any version is: a mark stays. */
  kept: 'human' | 'mixed' | null;
  /** Files of the newest version. */
  files: number;
  /** Bytes that the object's files take, each content once. */
  bytes: number;
  versions: ArchivedVersion[];
}

/** All sources in the archive, sorted by id. */
export async function listArchive(
  store: string,
  options: KeyOption & { now(): number },
): Promise<ArchivedSource[]> {
  return whenSettled(store, options.now, () => {
    const { root } = archivePaths(store);
    const logged = loggedAdditions(store, options);
    const sources: ArchivedSource[] = [];
    for (const path of findObjects(root, () => {})) {
      const object = loadFolder(join(root, path));
      const source = sourceOf(object.inventory.id);
      if (source !== null) sources.push(describe(source, `archive/${path}`, object, logged));
    }
    return sources.sort((a, b) => (a.source < b.source ? -1 : 1));
  });
}

/** Additions by object and version, from the log. */
export function loggedAdditions(store: string, options: KeyOption): Map<string, Added & { index: number }> {
  const logged = new Map<string, Added & { index: number }>();
  const key = publicKeyOf(store, options);
  const log = key && logOf(store, key);
  const checkpoint = log && readCheckpoint(log);
  if (!checkpoint) return logged;
  let index = 0;
  for (const entry of readEntries(log, checkpoint.size)) {
    const event = decodeEvent(entry);
    if (event?.event === 'add') logged.set(`${event.object} ${event.version}`, { ...event, index });
    index++;
  }
  return logged;
}

function describe(
  source: string,
  path: string,
  { inventory, folder }: LoadedObject,
  logged: ReadonlyMap<string, Added>,
): ArchivedSource {
  const versions = [...inventory.versions].map(([version, block]): ArchivedVersion => {
    const event = logged.get(`${inventory.id} ${version}`);
    return {
      version,
      created: String(block.created),
      message: String(block.message ?? ''),
      files: payloadOf([...digestsOf(block).keys()]).length,
      kept: event?.kept ?? null,
      declared: event?.declared ?? null,
      humanFraction: event?.humanFraction ?? null,
    };
  });
  let bytes = 0;
  for (const content of [...inventory.manifest.values()].flat())
    bytes += statSync(join(folder, content)).size;
  return {
    source,
    object: inventory.id,
    path,
    head: inventory.head,
    kept: versions.some(({ kept }) => kept === 'mixed')
      ? 'mixed'
      : versions.every(({ kept }) => kept === 'human')
        ? 'human'
        : null,
    files: versions.at(-1)!.files,
    bytes,
    versions,
  };
}

/** The logical paths that users put in, without the source card and what a bag said of itself. */
export function payloadOf(paths: readonly string[]): string[] {
  return paths.filter((path) => path.startsWith('data/'));
}
