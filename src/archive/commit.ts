/**
 * Brings a version that was made ready into the archive, so that a crash at any instant leaves it as it was before or
 * as it is after. `pending.json` says what is being committed; the version's folder appears by one rename, which is the
 * moment that counts. Before it, nothing happened; after it, the next command finishes what is left: the object's
 * inventory, the log, the ledger.
 *
 * Everything here is called by the holder of the archive's lock.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { appendToLedger, recordsOf } from '../provenance/ledger.js';
import { signingKey } from '../provenance/signing-key.js';
import { replaceFile, syncAll, syncFolder } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { parseJson } from '../util/strict-json.js';
import { type Added, decodeEvent, encodeEvent } from './events.js';
import { appendToLog, checkedEnd, type Log, logOf, readCheckpoint, readEntries } from './log/log.js';
import { openNote, signNote } from './log/note.js';
import { ROOT_FILES } from './ocfl/storage-layout.js';
import { cleanStaging, makeStaging } from './staging.js';
import { archivePaths } from './store-paths.js';

/** A version that is ready. */
export interface Ready {
  /** The object's path below the root. */
  object: string;
  /** The folder that is renamed: a whole object with the folders above it that are missing, or a version. */
  from: string;
  /** Where it goes, below the root. */
  to: string;
  event: Added;
}

const pendingSchema = z.strictObject({
  gen0: z.literal(1),
  object: z.string().regex(/^[0-9a-f]{3}(\/[0-9a-f]{3}){2}\/[0-9a-f]{64}$/),
  entry: z.string(),
});

/** Where an addition got to. */
export interface Committed {
  /** Entries in the log, with this one. */
  size: number;
}

/** Commits a version. Throws DataError, before anything happens, where the log is not sound or not of this key. */
export async function commit(store: string, ready: Ready, now: () => number): Promise<Committed> {
  const paths = archivePaths(store);
  const { object, from, to, event } = ready;
  const key = signingKey(store);
  const log = logOf(store, key);
  checkedEnd(log);
  const entry = encodeEvent(event).toString();
  // Signed, as what it says is signed into the log by whoever finishes it.
  const pending = `${JSON.stringify({ gen0: 1, object, entry })}\n`;
  replaceFile(paths.pending, signNote(pending, log.key, key.privateKey));
  const target = join(paths.root, to);
  renameSync(from, target);
  syncFolder(dirname(target));
  return finish(store, object, event, now, false);
}

/**
 * Finishes or undoes what a crash interrupted, makes the storage root where there is none, and clears what dead
 * processes staged.
 */
export async function recover(store: string, now: () => number): Promise<void> {
  const paths = archivePaths(store);
  mkdirSync(paths.staging, { recursive: true });
  cleanStaging(paths.staging);
  if (!existsSync(paths.root)) await makeRoot(paths.root, paths.staging);
  if (!existsSync(paths.pending)) return;
  const { object, event } = readPending(store, paths.pending);
  const folder = join(paths.root, object);
  const later = `v${Number(event.version.slice(1)) + 1}`;
  // One of which a later version exists was finished long ago, and only a copy of its file can be here.
  if (existsSync(join(folder, event.version)) && !existsSync(join(folder, later))) {
    await finish(store, object, event, now, true);
  } else rmSync(paths.pending);
}

function readPending(store: string, path: string): { object: string; event: Added } {
  const text = openNote(readFileSync(path, 'utf8'), logOf(store, signingKey(store)).key, path);
  const parsed = pendingSchema.safeParse(parseJson(text, path));
  const event = parsed.success ? decodeEvent(Buffer.from(parsed.data.entry)) : null;
  if (!parsed.success || event?.event !== 'add' || !/^v[1-9]\d{0,8}$/.test(event.version)) {
    throw new DataError(`${path}: does not say which addition was interrupted`);
  }
  return { object: parsed.data.object, event };
}

/** All steps after the rename; each is left out where it was done before. */
async function finish(
  store: string,
  object: string,
  event: Added,
  now: () => number,
  interrupted: boolean,
): Promise<Committed> {
  const paths = archivePaths(store);
  await putInventory(join(paths.root, object), event.version, paths.staging);
  const key = signingKey(store);
  const log = logOf(store, key);
  const entry = encodeEvent(event);
  const before = readCheckpoint(log);
  const isLogged = interrupted && before !== null && holds(log, before.size, entry);
  const { size, root } = isLogged ? before : await appendToLog(log, [entry], key);
  if (!(isLogged && (await isInLedger(store, event)))) {
    const { source, files, bytes, version, inventory, declared, kept } = event;
    const detail = { version, inventory, declared, kept, log: { size, root: root.toString('base64') } };
    const noted = { event: 'add', object: event.object, source, files, bytes, detail };
    await appendToLedger(store, [{ kind: 'archive', entry: noted }], { now });
  }
  // Not synced: a pending.json that a failing power supply brings back is found to be done.
  rmSync(paths.pending, { force: true });
  return { size };
}

function holds(log: Log, size: number, entry: Buffer): boolean {
  for (const each of readEntries(log, size)) if (each.equals(entry)) return true;
  return false;
}

async function isInLedger(store: string, { object, version }: Added): Promise<boolean> {
  for await (const { kind, entry } of recordsOf(store, 'archive')) {
    if (
      kind === 'archive' &&
      entry.event === 'add' &&
      entry.object === object &&
      entry.detail?.version === version
    ) {
      return true;
    }
  }
  return false;
}

/** The object's inventory and its digest are those of its newest version; both are replaced in one step each. */
async function putInventory(object: string, version: string, staging: string): Promise<void> {
  const renames: [from: string, to: string][] = [];
  for (const name of ['inventory.json', 'inventory.json.sha512']) {
    const bytes = readFileSync(join(object, version, name));
    const place = join(object, name);
    if (existsSync(place) && readFileSync(place).equals(bytes)) continue;
    const temporary = join(staging, `${name}.tmp`);
    writeFileSync(temporary, bytes);
    renames.push([temporary, place]);
  }
  if (renames.length === 0) return;
  await syncAll(renames.map(([from]) => from));
  for (const [from, to] of renames) renameSync(from, to);
  syncFolder(object);
}

/** A new storage root appears whole. */
async function makeRoot(root: string, staging: string): Promise<void> {
  const folder = makeStaging(staging);
  const made = join(folder, 'archive');
  for (const [path, text] of ROOT_FILES) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  const files = [...ROOT_FILES.keys()].map((path) => join(made, path));
  await syncAll([...files, ...new Set([made, join(made, 'extensions'), ...files.map(dirname)])]);
  renameSync(made, root);
  syncFolder(dirname(root));
  rmSync(folder, { recursive: true, force: true });
}

export function sha512(bytes: string | Buffer): string {
  return createHash('sha512').update(bytes).digest('hex');
}
