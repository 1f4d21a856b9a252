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
import { appendToLedger, readLedger } from '../provenance/ledger.js';
import { signingKey } from '../provenance/signing-key.js';
import { replaceFile, syncAll, syncFolder } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { parseJson } from '../util/strict-json.js';
import { type Added, decodeEvent, encodeEvent } from './events.js';
import { appendToLog, logOf, readCheckpoint, readEntry } from './log/log.js';
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

/** Commits a version. */
export async function commit(store: string, ready: Ready, now: () => number): Promise<Committed> {
  const paths = archivePaths(store);
  const { object, from, to, event } = ready;
  const entry = encodeEvent(event).toString();
  replaceFile(paths.pending, `${JSON.stringify({ gen0: 1, object, entry })}\n`);
  const target = join(paths.root, to);
  renameSync(from, target);
  syncFolder(dirname(target));
  return finish(store, object, event, now);
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
  const { object, event } = readPending(paths.pending);
  if (existsSync(join(paths.root, object, event.version))) await finish(store, object, event, now);
  else removePending(paths.pending);
}

function readPending(path: string): { object: string; event: Added } {
  const parsed = pendingSchema.safeParse(parseJson(readFileSync(path, 'utf8'), path));
  const event = parsed.success ? decodeEvent(Buffer.from(parsed.data.entry)) : null;
  if (!parsed.success || event?.event !== 'add' || !/^v[1-9]\d{0,8}$/.test(event.version)) {
    throw new DataError(
      `${path}: damaged; it says which addition was interrupted. Remove it, then run gen0 archive verify`,
    );
  }
  return { object: parsed.data.object, event };
}

/** All steps after the rename; each is left out where it was done before. */
async function finish(store: string, object: string, event: Added, now: () => number): Promise<Committed> {
  const paths = archivePaths(store);
  await putInventory(join(paths.root, object), event.version, paths.staging);
  const key = signingKey(store);
  const log = logOf(store, key);
  const entry = encodeEvent(event);
  const checkpoint = readCheckpoint(log);
  const isLast =
    checkpoint !== null &&
    checkpoint.size > 0 &&
    readEntry(log, checkpoint.size - 1, checkpoint.size).equals(entry);
  const { size, root } = isLast ? checkpoint : await appendToLog(log, [entry], key);
  if (!(isLast && (await isInLedger(store, event)))) {
    const { source, files, bytes, version, inventory, declared, kept } = event;
    const detail = { version, inventory, declared, kept, log: { size, root: root.toString('base64') } };
    const { object: id } = event;
    await appendToLedger(
      store,
      [{ kind: 'archive', entry: { event: 'add', object: id, source, files, bytes, detail } }],
      { now },
    );
  }
  removePending(paths.pending);
  return { size };
}

async function isInLedger(store: string, { object, version }: Added): Promise<boolean> {
  for await (const { kind, entry } of readLedger(store)) {
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

function removePending(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
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
