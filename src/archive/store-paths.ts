/** Where the archive lies in a store. All of it is on one file system, so that renames are one step. */
import { join } from 'node:path';

export interface ArchivePaths {
  /** The OCFL storage root. */
  root: string;
  /** Where additions are made ready. */
  staging: string;
  /** The addition that is being committed, if one is. */
  pending: string;
  lock: string;
}

export function archivePaths(store: string): ArchivePaths {
  return {
    root: join(store, 'archive'),
    staging: join(store, 'archive-staging'),
    pending: join(store, 'archive-staging', 'pending.json'),
    lock: join(store, 'locks', 'archive'),
  };
}

const PREFIX = 'urn:gen0:source:';

/** The OCFL id of a source's object. */
export function objectId(source: string): string {
  return PREFIX + source;
}

/** The source of an object, or null where the object is not one of gen0's. */
export function sourceOf(id: string): string | null {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;
}
