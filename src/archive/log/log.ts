/**
 * The archive's transparency log: every addition and audit is an entry of a Merkle tree, whose root is signed. It lies
 * in `archive-log/` of the store as C2SP tlog-tiles, `checkpoint` and `tile/…`, plain files that other readers take as
 * they are.
 *
 * Tiles are written and synced before the checkpoint that covers them; the checkpoint is replaced in one step. After a
 * crash the log is as its checkpoint says; what lies beyond it is written again. Callers hold the archive's lock.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SigningKey } from '../../provenance/signing-key.js';
import { replaceFile, syncAll } from '../../util/durable.js';
import { DataError } from '../../util/errors.js';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { inclusionProof, leafHash, rootHash, type Subtree } from './merkle.js';
import type { NoteKey } from './note.js';
import {
  fold,
  HASH,
  packEntries,
  type TileKind,
  tilePath,
  tileWidth,
  treeOfTiles,
  unpackEntries,
  WIDTH,
} from './tiles.js';
import { formatProof } from './tlog-proof.js';

/** A log, and who signs it. */
export interface Log {
  folder: string;
  key: NoteKey;
}

/** The log of a store; its origin names the key, so that two stores never share one. */
export function logOf(store: string, { publicKey, id }: Pick<SigningKey, 'publicKey' | 'id'>): Log {
  return { folder: join(store, 'archive-log'), key: { name: originOf(id), publicKey } };
}

/** The origin of a log by the id of its key. */
export function originOf(keyId: string): string {
  return `gen0.archive/${keyId.slice(0, 16)}`;
}

/** The signed state, or null where nothing was logged yet. Throws DataError where the signature is not the key's. */
export function readCheckpoint({ folder, key }: Log): (Checkpoint & { note: string }) | null {
  const path = join(folder, 'checkpoint');
  if (!existsSync(path)) return null;
  const note = readFileSync(path, 'utf8');
  return { ...openCheckpoint(note, key, path), note };
}

/** Where a log ends. Throws DataError where its checkpoint is not signed by its key, or its tiles have another root. */
export function checkedEnd(log: Log): Checkpoint {
  const end = readCheckpoint(log) ?? { size: 0, root: rootHash(0, treeOfNothing) };
  if (!rootHash(end.size, treeOfLog(log, end.size)).equals(end.root)) {
    throw new DataError(
      `${log.folder}: the tiles do not have the root of the checkpoint; gen0 archive verify names the fault`,
    );
  }
  return end;
}

/** Appends entries and signs the new state. Throws DataError where the log is damaged: nothing is signed over a fault. */
export async function appendToLog(
  log: Log,
  entries: readonly Buffer[],
  signingKey: SigningKey,
): Promise<Checkpoint> {
  const { folder } = log;
  const before = checkedEnd(log);
  const full: string[] = [];
  const unsynced = new Set<string>();
  const put = (kind: TileKind, index: number, width: number, bytes: Buffer) => {
    removeBeyond(folder, kind, index, width);
    const path = join(folder, tilePath(kind, index, width));
    for (const made of makeFolders(dirname(path))) unsynced.add(dirname(made));
    // In place: nobody reads it before the checkpoint covers it.
    writeFileSync(path, bytes);
    unsynced.add(path).add(dirname(path));
    if (width === WIDTH) full.push(join(folder, `${tilePath(kind, index, width)}.p`));
  };
  for (let done = 0; done < entries.length; ) {
    const at = before.size + done;
    const index = Math.floor(at / WIDTH);
    const offset = at % WIDTH;
    const part = entries.slice(done, done + WIDTH - offset);
    const held =
      offset === 0 ? Buffer.alloc(0) : readFileSync(join(folder, tilePath('entries', index, offset)));
    put('entries', index, offset + part.length, Buffer.concat([held, packEntries(part)]));
    done += part.length;
  }
  let hashes = entries.map(leafHash);
  let start = before.size;
  for (let level = 0; hashes.length > 0; level++) {
    const above: Buffer[] = [];
    for (let done = 0; done < hashes.length; ) {
      const index = Math.floor((start + done) / WIDTH);
      const offset = (start + done) % WIDTH;
      const part = hashes.slice(done, done + WIDTH - offset);
      const held =
        offset === 0 ? Buffer.alloc(0) : readFileSync(join(folder, tilePath(level, index, offset)));
      const bytes = Buffer.concat([held, ...part]);
      put(level, index, offset + part.length, bytes);
      if (bytes.length === WIDTH * HASH) above.push(fold(bytes, 0, WIDTH));
      done += part.length;
    }
    start = Math.floor(start / WIDTH);
    hashes = above;
  }
  const size = before.size + entries.length;
  const after = { size, root: rootHash(size, treeOfLog(log, size)) };
  await syncAll(unsynced);
  replaceFile(join(folder, 'checkpoint'), signCheckpoint(after, log.key, signingKey.privateKey));
  // The specification lets partial tiles go once the full one is there.
  for (const partial of full) rmSync(partial, { recursive: true, force: true });
  return after;
}

/** What a crash left before its checkpoint: partial tiles wider than the log is, and files that were being written. */
function removeBeyond(folder: string, kind: TileKind, index: number, width: number): void {
  const partial = dirname(join(folder, tilePath(kind, index, 1)));
  for (const at of [partial, dirname(partial), folder]) {
    for (const name of existsSync(at) ? readdirSync(at) : []) {
      const beyond = at === partial && Number(name) > width;
      if (beyond || isLeftover(name)) rmSync(join(at, name), { force: true });
    }
  }
}

/** Whether a name is that of a file that was being written when its process died. */
export function isLeftover(name: string): boolean {
  return /\.tmp-\d+$/.test(name);
}

/** Makes a folder; returns it and those above it that were made. */
function makeFolders(folder: string): string[] {
  const first = mkdirSync(folder, { recursive: true });
  const made: string[] = [];
  if (first === undefined) return made;
  for (let at = folder; at.length >= first.length; at = dirname(at)) made.push(at);
  return made;
}

const treeOfNothing: Subtree = () => {
  throw new Error('an empty log has no hashes');
};

/** The tree of the first `size` entries. Throws DataError where a tile is missing or has not its size. */
export function treeOfLog({ folder }: Log, size: number): Subtree {
  return treeOfTiles(size, (level, index, width) => {
    // A partial tile may be gone once there is a wider or the full one, which begin with the same hashes.
    const bytes = readTile(folder, level, index, width);
    if (bytes.length < width * HASH)
      throw new DataError(`${folder}: ${tilePath(level, index, width)}: has not its size`);
    return bytes.subarray(0, width * HASH);
  });
}

function readTile(folder: string, kind: TileKind, index: number, width: number): Buffer {
  for (const path of [tilePath(kind, index, width), tilePath(kind, index, WIDTH)]) {
    if (existsSync(join(folder, path))) return readFileSync(join(folder, path));
  }
  throw new DataError(`${folder}: ${tilePath(kind, index, width)}: the tile is missing`);
}

/** Entry number `index` of a log of `size` entries. */
export function readEntry({ folder }: Log, index: number, size: number): Buffer {
  const tile = Math.floor(index / WIDTH);
  const entries = unpackEntries(readTile(folder, 'entries', tile, tileWidth(0, tile, size)));
  const entry = entries?.[index % WIDTH];
  if (entry === undefined) throw new DataError(`${folder}: tile/entries: entry ${index} cannot be read`);
  return entry;
}

/** All entries of a log of `size` entries, in order. */
export function* readEntries({ folder }: Log, size: number): Generator<Buffer> {
  for (let tile = 0; tile * WIDTH < size; tile++) {
    const width = tileWidth(0, tile, size);
    const entries = unpackEntries(readTile(folder, 'entries', tile, width));
    if (entries === null || entries.length < width) {
      throw new DataError(`${folder}: ${tilePath('entries', tile, width)}: cannot be read`);
    }
    yield* entries.slice(0, width);
  }
}

/** The proof that entry `index` is in the log as it stands. */
export function proofOf(log: Log, index: number): string {
  const checkpoint = readCheckpoint(log);
  if (checkpoint === null || index >= checkpoint.size)
    throw new DataError(`${log.folder}: has no entry ${index}`);
  return formatProof({
    index,
    entry: readEntry(log, index, checkpoint.size),
    hashes: inclusionProof(index, checkpoint.size, treeOfLog(log, checkpoint.size)),
    checkpoint: checkpoint.note,
  });
}
