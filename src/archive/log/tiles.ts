/**
 * Tiles of a log on disk (https://c2sp.org/tlog-tiles): 256 hashes or entries a file, `tile/<level>/<n>` and
 * `tile/entries/<n>`, while they are not full with their width, `….p/<width>`.
 */
import { DataError } from '../../util/errors.js';
import { nodeHash, type Subtree } from './merkle.js';

export const WIDTH = 256;
export const HASH = 32;

export type TileKind = 'entries' | number;

/** Path of a tile below the log's folder, with `/`; 1,234,067 is x001/x234/067. */
export function tilePath(kind: TileKind, index: number, width: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const parts = padded.match(/\d{3}/g)!.map((part, i, all) => (i < all.length - 1 ? `x${part}` : part));
  return `tile/${kind}/${parts.join('/')}${width === WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or null. */
export function parseTilePath(path: string): { kind: TileKind; index: number; width: number } | null {
  const found = /^tile\/(entries|0|[1-5]?\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(
    path,
  );
  if (found === null) return null;
  const kind = found[1] === 'entries' ? 'entries' : Number(found[1]);
  const tile = {
    kind,
    index: Number(found[2].replace(/[x/]/g, '')),
    width: Number(found[3] ?? WIDTH),
  } as const;
  return tilePath(tile.kind, tile.index, tile.width) === path ? tile : null;
}

/** How many hashes of a level a tree of `size` leaves has. */
export function levelLength(level: number, size: number): number {
  return Math.floor(size / WIDTH ** level);
}

/** The width of a tile in a tree of `size` leaves; 0 where it is not there. */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.max(0, Math.min(WIDTH, levelLength(level, size) - index * WIDTH));
}

/** The tree of `size` leaves, read from tiles by `read(level, index, width)`; each tile is read once. */
export function treeOfTiles(
  size: number,
  read: (level: number, index: number, width: number) => Buffer,
): Subtree {
  const tiles = new Map<string, Buffer>();
  const tile = (level: number, index: number) => {
    const key = `${level}/${index}`;
    let bytes = tiles.get(key);
    if (bytes === undefined) {
      bytes = read(level, index, tileWidth(level, index, size));
      tiles.set(key, bytes);
    }
    return bytes;
  };
  return (height, index) => {
    const level = Math.floor(height / 8);
    const span = 2 ** (height % 8);
    const first = index * span;
    const bytes = tile(level, Math.floor(first / WIDTH));
    return fold(bytes, first % WIDTH, span);
  };
}

/** Root of the complete subtree over `span` hashes of a tile. */
export function fold(tile: Buffer, first: number, span: number): Buffer {
  if (span === 1) return tile.subarray(first * HASH, (first + 1) * HASH);
  return nodeHash(fold(tile, first, span / 2), fold(tile, first + span / 2, span / 2));
}

/** Entries as a bundle: each after its length in two bytes. Throws DataError for an entry of 64 kB and more. */
export function packEntries(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > 0xffff)
        throw new DataError(`a log entry of ${entry.length} bytes; 65,535 are the most`);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** The entries of a bundle, or null where the lengths do not fit its size. */
export function unpackEntries(bundle: Buffer): Buffer[] | null {
  const entries: Buffer[] = [];
  let at = 0;
  while (at < bundle.length) {
    if (at + 2 > bundle.length) return null;
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return null;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
