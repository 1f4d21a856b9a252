/** The objects below a storage root (section 4.3), and what else lies there and should not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './findings.js';
import { entriesOf } from './list-folder.js';

/** Paths of all objects below the root, sorted; faults of the hierarchy are reported. */
export function findObjects(root: string, report: Report): string[] {
  const objects: string[] = [];
  const open = entriesOf(root)
    .filter((entry) => entry.isDirectory() && entry.name !== 'extensions')
    .map(({ name }) => name);
  let top = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = entriesOf(join(root, at));
    if (isObject(join(root, at), entries)) {
      objects.push(at);
      if (!at.includes('/')) top++;
      continue;
    }
    if (entries.length === 0) report('E073', at, 'an empty folder');
    let folders = 0;
    for (const entry of entries) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        open.push(path);
        folders++;
      } else if (entry.isFile()) {
        report('E072', path, 'a file that belongs to no object');
        report('E084', path, 'a file between the root and the objects');
      } else report('E090', path, 'a link or device');
    }
    if (entries.length > 0 && folders === 0) report('E085', at, 'the hierarchy ends here without an object');
  }
  if (top > 0 && top < objects.length) report('W015', '', 'objects lie both in the root and below folders');
  return objects.sort();
}

/** A folder with a declaration is an object; one with an inventory or a first version is a broken one. */
function isObject(folder: string, entries: { name: string }[]): boolean {
  return (
    entries.some(({ name }) => name.startsWith('0=ocfl_object_')) ||
    existsSync(join(folder, 'inventory.json')) ||
    entries.some(({ name }) => /^v0*1$/.test(name))
  );
}
