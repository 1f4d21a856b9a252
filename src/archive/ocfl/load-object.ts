/** An object's inventory for use: to read files by it, or to add a version. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../util/errors.js';
import type { Inventory } from './check-inventory.js';
import { findings } from './findings.js';
import { readInventory } from './read-inventory.js';
import { objectPath } from './storage-layout.js';

export interface LoadedObject {
  /** Its folder. */
  folder: string;
  inventory: Inventory;
  bytes: Buffer;
}

/** The object `id` below the storage root, or null where there is none. Throws DataError where its inventory is not sound. */
export function loadObject(root: string, id: string): LoadedObject | null {
  const folder = join(root, ...objectPath(id).split('/'));
  if (!existsSync(folder)) return null;
  return loadFolder(folder, id);
}

/** The object in a folder. Throws DataError where its inventory is not sound, or is of another object than `id`. */
export function loadFolder(folder: string, id?: string): LoadedObject {
  const { found, report } = findings();
  const read = readInventory(folder, '', report);
  const [error] = found.errors;
  if (error !== undefined || !read?.inventory) {
    const why = error
      ? `${error.path}: ${error.message} (${error.code})`
      : 'inventory.json is missing (E063)';
    throw new DataError(`${folder}: the object is damaged: ${why}. gen0 archive verify names every fault`);
  }
  if (id !== undefined && read.inventory.id !== id) {
    throw new DataError(`${folder}: the object is ${read.inventory.id}, not ${id} (E083)`);
  }
  return { folder, inventory: read.inventory, bytes: read.bytes };
}
