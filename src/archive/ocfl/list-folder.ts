/** What lies in a folder, without following links. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Listing {
  /** Paths below the folder with `/`, sorted. */
  files: string[];
  /** Folders without any entry; '' is the folder itself. */
  empty: string[];
  /** Links, pipes, devices and sockets. */
  others: string[];
}

/** Everything below a folder, however deep. */
export function listFolder(folder: string): Listing {
  const listing: Listing = { files: [], empty: [], others: [] };
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = entriesOf(join(folder, at));
    if (entries.length === 0) listing.empty.push(at);
    for (const entry of entries) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) listing.files.push(path);
      else listing.others.push(path);
    }
  }
  listing.files.sort();
  return listing;
}

/** The entries of one folder, sorted by name. */
export function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
