/** The inventory of an object with one version more. Each content is stored once in an object, whatever its names. */
import type { Inventory, Version } from './check-inventory.js';

export interface NewVersion {
  created: string;
  message: string;
  user: { name: string; address: string };
}

export interface NextVersion {
  name: string;
  /** The inventory's bytes. */
  json: string;
  /** Files whose content is new in the object: logical path to content path. */
  stored: Map<string, string>;
}

/**
 * The next version of an object, `current` being null for a new one: the files of its last version, with `files` (logical
 * path to SHA-512) put over them. Null where that changes nothing.
 */
export function nextVersion(
  id: string,
  current: Inventory | null,
  files: ReadonlyMap<string, string>,
  { created, message, user }: NewVersion,
): NextVersion | null {
  const last = current === null ? null : current.versions.get(current.head)!;
  const state = last === null ? new Map<string, string>() : digestsOf(last);
  const name = `v${(current?.versions.size ?? 0) + 1}`;
  const manifest = new Map(current?.manifest);
  const stored = new Map<string, string>();
  let changed = false;
  for (const [path, digest] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (state.get(path) !== digest) changed = true;
    state.set(path, digest);
    if (manifest.has(digest)) continue;
    const content = `${name}/content/${path}`;
    manifest.set(digest, [content]);
    stored.set(path, content);
  }
  if (!changed) return null;
  const versions = new Map<string, unknown>();
  for (const [each, version] of current?.versions ?? []) versions.set(each, blockOf(version));
  versions.set(name, { created, message, state: byDigest(state), user });
  const inventory = {
    id,
    type: 'https://ocfl.io/1.1/spec/#inventory',
    digestAlgorithm: 'sha512',
    head: name,
    manifest: Object.fromEntries(manifest),
    versions: Object.fromEntries(versions),
  };
  return { name, json: `${JSON.stringify(inventory, null, 2)}\n`, stored };
}

/** The digest of each logical path. */
export function digestsOf({ state }: Version): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [digest, paths] of state) for (const path of paths) digests.set(path, digest);
  return digests;
}

function blockOf({ created, message, state, user }: Version): unknown {
  return { created, message, state: Object.fromEntries(state), user };
}

function byDigest(state: ReadonlyMap<string, string>): Record<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const [path, digest] of [...state].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const paths = grouped.get(digest);
    if (paths) paths.push(path);
    else grouped.set(digest, [path]);
  }
  return Object.fromEntries(grouped);
}
