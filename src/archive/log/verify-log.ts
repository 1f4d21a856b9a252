/**
 * The whole log against its checkpoint: every entry is hashed again, every tile compared with what the entries make of
 * it. Entries and tiles hold the same twice; the signed root says which of the two is right, so that the fault is named
 * and not only noticed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../ocfl/findings.js';
import { listFolder } from '../ocfl/list-folder.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { isLeftover, type Log } from './log.js';
import { leafHash, nodeHash, rootHash, treeOf } from './merkle.js';
import { HASH, levelLength, parseTilePath, tilePath, tileWidth, unpackEntries, WIDTH } from './tiles.js';

export interface VerifiedLog {
  checkpoint: Checkpoint;
  /** Leaf hashes that lead to the signed root; empty where neither entries nor tiles do. */
  leaves: Buffer[];
  /** The entries; null for those that cannot be trusted. */
  entries: (Buffer | null)[];
}

/** Verifies the log; null where it has no checkpoint that could be trusted. Paths of findings are relative to its folder. */
export function verifyLog({ folder, key }: Log, report: Report): VerifiedLog | null {
  const path = join(folder, 'checkpoint');
  if (!existsSync(path)) {
    report('log', 'checkpoint', 'is missing: nothing says what the log should hold');
    return null;
  }
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(readFileSync(path, 'utf8'), key, 'checkpoint');
  } catch (error) {
    report('log', 'checkpoint', (error as Error).message.replace(/^checkpoint: /, ''));
    return null;
  }
  const { size, root } = checkpoint;
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const entries: (Buffer | null)[] = [];
  const fromTiles: (Buffer | null)[] = [];
  for (let tile = 0; tile * WIDTH < size; tile++) {
    const width = tileWidth(0, tile, size);
    const bundle = read(tilePath('entries', tile, width));
    const unpacked = bundle && unpackEntries(bundle);
    const hashes = read(tilePath(0, tile, width));
    for (let i = 0; i < width; i++) {
      entries.push(unpacked?.[i] ?? null);
      fromTiles.push(hashes?.length === width * HASH ? hashes.subarray(i * HASH, (i + 1) * HASH) : null);
    }
  }
  const fromEntries = entries.map((entry) => entry && leafHash(entry));
  const leaves = [fromEntries, fromTiles].find((list) => hasRoot(list, size, root)) as Buffer[] | undefined;
  if (leaves === undefined) {
    report('log', 'checkpoint', 'its root is neither that of the entries nor that of the tiles');
    return { checkpoint, leaves: [], entries: entries.map(() => null) };
  }
  checkFiles(folder, size, leaves, report);
  const trusted = entries.map((entry, i) => (fromEntries[i]?.equals(leaves[i]) ? entry : null));
  return { checkpoint, leaves, entries: trusted };
}

function hasRoot(leaves: readonly (Buffer | null)[], size: number, root: Buffer): boolean {
  if (leaves.length !== size || leaves.some((leaf) => leaf === null)) return false;
  return rootHash(size, treeOf(leaves as Buffer[])).equals(root);
}

/** Every file of the log, full tile, partial tile, or bundle of entries, holds what the leaves say; and none is missing. */
function checkFiles(folder: string, size: number, leaves: readonly Buffer[], report: Report): void {
  const levels = levelsOf(leaves);
  const missing = new Set<string>();
  for (let level = 0; levelLength(level, size) > 0; level++) {
    for (let tile = 0; tileWidth(level, tile, size) > 0; tile++) {
      missing.add(tilePath(level, tile, tileWidth(level, tile, size)));
      if (level === 0) missing.add(tilePath('entries', tile, tileWidth(0, tile, size)));
    }
  }
  const listing = listFolder(folder);
  for (const path of listing.others) report('log', path, 'a link or device');
  for (const path of listing.files) {
    missing.delete(path);
    if (path === 'checkpoint' || isLeftover(path)) continue;
    const tile = parseTilePath(path);
    if (tile === null) {
      report('log', path, 'is no file of a log');
      continue;
    }
    const { kind, index, width } = tile;
    const hashes = levels[kind === 'entries' ? 0 : kind]?.slice(index * WIDTH, index * WIDTH + width) ?? [];
    // Left by a crash before the checkpoint that would have covered it.
    if (hashes.length < width) continue;
    const bytes = readFileSync(join(folder, path));
    if (kind !== 'entries') {
      if (!bytes.equals(Buffer.concat(hashes)))
        report('log', path, 'a tile that does not hold the hashes of the entries');
      continue;
    }
    const entries = unpackEntries(bytes);
    if (entries?.length !== width) report('log', path, `entries that cannot be read; ${width} are due`);
    else {
      const bad = entries.findIndex((entry, i) => !leafHash(entry).equals(hashes[i]));
      if (bad >= 0)
        report(
          'log',
          path,
          `entry ${index * WIDTH + bad} was altered: it does not have the hash in the tree`,
        );
    }
  }
  for (const path of missing) report('log', path, 'is missing');
}

/** The hashes that tiles of each level hold. */
function levelsOf(leaves: readonly Buffer[]): Buffer[][] {
  const levels = [leaves.slice()];
  for (let row = levels[0]; row.length >= WIDTH; row = levels.at(-1)!) {
    const above: Buffer[] = [];
    for (let start = 0; start + WIDTH <= row.length; start += WIDTH) {
      let hashes = row.slice(start, start + WIDTH);
      while (hashes.length > 1) {
        hashes = hashes.filter((_, i) => i % 2 === 0).map((left, i) => nodeHash(left, hashes[2 * i + 1]));
      }
      above.push(hashes[0]);
    }
    levels.push(above);
  }
  return levels;
}
