/**
 * Adds files to the archive: a new version of its source's object. They are copied and hashed in one pass outside of the
 * archive, without its lock; only the last step, in which they appear there, waits for other additions.
 *
 * The card that was accepted for the source goes in beside the files, so that the object can be understood without gen0.
 */
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { cardHash } from '../provenance/canonical.js';
import { type Origin, type SourceCard, unknownSource } from '../provenance/card.js';
import { currentCards } from '../provenance/ledger.js';
import { signingKey } from '../provenance/signing-key.js';
import { syncAll } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { formatBytes, plural } from '../util/format.js';
import { withLock } from '../util/lock.js';
import { commit, recover, sha512 } from './commit.js';
import { copyHashed } from './copy-hashed.js';
import type { Added } from './events.js';
import type { HashOptions } from './hash-file.js';
import { type InputFile, listInput } from './list-input.js';
import { entriesOf } from './ocfl/list-folder.js';
import { loadObject } from './ocfl/load-object.js';
import { nextVersion } from './ocfl/next-version.js';
import { objectPath } from './ocfl/storage-layout.js';
import { makeStaging } from './staging.js';
import { archivePaths, objectId } from './store-paths.js';

export interface AddToArchive extends HashOptions {
  /** Id of the source, which has a card in the ledger. */
  source: string;
  /** What the files are kept as, where they are not human: marked for ever. */
  as?: 'mixed';
  /** Who adds them, and a URI of theirs; gen0 and its key by default. */
  by?: { name: string; address: string };
  /** Told the bytes and files that will be copied. */
  onPlan?: (plan: { bytes: number; files: number }) => void;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface AddedToArchive {
  source: string;
  object: string;
  version: string;
  /** False where the object held all of it before, and nothing was done. */
  isNew: boolean;
  kept: 'human' | 'mixed';
  declared: Origin;
  /** Files of the input, and how many of them have a content that the object did not hold. */
  files: number;
  stored: number;
  bytes: number;
  /** Entries in the log; null where nothing was added. */
  logSize: number | null;
}

/** Where the card lies in an object's state. */
export const CARD_PATH = 'source-card.json';

/** Small files are synced while later ones are copied, at most so many at once. */
const SYNCS = 16;

/** Adds a file, a folder or a bag. Throws DataError where the source, an input or the archive does not allow it. */
export async function addToArchive(
  store: string,
  input: string,
  options: AddToArchive,
): Promise<AddedToArchive> {
  const card = await cardOf(store, options.source);
  const kept = keptAs(card, options.as);
  refuseStore(store, input);
  const inputs = listInput(input);
  options.onPlan?.({ bytes: inputs.reduce((sum, each) => sum + each.bytes, 0), files: inputs.length });
  const paths = archivePaths(store);
  mkdirSync(paths.staging, { recursive: true });
  const folder = makeStaging(paths.staging);
  try {
    const staged = await stage(folder, inputs, options);
    const cardText = cardFile(card, kept);
    writeFileSync(join(folder, 'card'), cardText);
    staged.set(CARD_PATH, { file: join(folder, 'card'), digest: sha512(cardText) });
    return await withLock(paths.lock, async () => {
      options.signal?.throwIfAborted();
      await recover(store, options.now);
      return putVersion(store, folder, staged, inputs, card, kept, options);
    });
  } catch (error) {
    throw asUserError(error, store);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A full or read-only disk is no defect of gen0. */
function asUserError(error: unknown, store: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EFBIG'].includes(code ?? '')) return error;
  return new DataError(
    `${store}: cannot be written: ${message}. What was added before is untouched; add it again`,
  );
}

async function cardOf(store: string, source: string): Promise<SourceCard> {
  const cards = await currentCards(store);
  const card = cards.get(source);
  if (card === undefined) throw unknownSource(source, [...cards.keys()]);
  return card;
}

function keptAs({ id, origin }: SourceCard, as: 'mixed' | undefined): 'human' | 'mixed' {
  if (as === 'mixed') return 'mixed';
  if (origin === 'synthetic' || origin === 'unknown') {
    throw new DataError(
      `${id}: its card says ${origin}; the archive keeps what people wrote. ` +
        `--as mixed keeps it nonetheless, marked for ever${origin === 'unknown' ? '; or give the card evidence' : ''}`,
    );
  }
  return origin === 'human' ? 'human' : 'mixed';
}

function refuseStore(store: string, input: string): void {
  if (!existsSync(store) || !existsSync(input)) return;
  const inner = realpathSync(store) + sep;
  if (inner.startsWith(realpathSync(input) + sep)) {
    throw new DataError(`${input}: holds the store ${store} itself; add the files beside it by themselves`);
  }
}

interface Staged {
  file: string;
  digest: string;
}

/** Copies all inputs; logical path to copy and SHA-512. */
async function stage(
  folder: string,
  inputs: readonly InputFile[],
  options: HashOptions,
): Promise<Map<string, Staged>> {
  const staged = new Map<string, Staged>();
  const syncing = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  try {
    for (const [i, { from, path, claims }] of inputs.entries()) {
      const file = join(folder, `file-${i}`);
      const algorithms = ['sha512', ...claims.map(({ algorithm }) => algorithm)];
      const { digests, synced } = await copyHashed(from, file, algorithms, options);
      for (const [k, { digest, manifest }] of claims.entries()) {
        if (digests[k + 1] !== digest)
          throw new DataError(`${from}: does not have the digest of ${manifest}`);
      }
      const done: Promise<void> = synced
        .catch((error) => {
          failure ??= { error };
        })
        .finally(() => syncing.delete(done));
      syncing.add(done);
      if (syncing.size >= SYNCS) await Promise.race(syncing);
      if (failure) throw failure.error;
      staged.set(path, { file, digest: digests[0] });
    }
  } finally {
    await Promise.all(syncing);
  }
  if (failure) throw failure.error;
  return staged;
}

function cardFile(card: SourceCard, kept: 'human' | 'mixed'): string {
  return `${JSON.stringify({ gen0: 1, kept, cardSha256: cardHash(card), card }, null, 2)}\n`;
}

/** Makes the version ready and commits it. */
async function putVersion(
  store: string,
  folder: string,
  staged: ReadonlyMap<string, Staged>,
  inputs: readonly InputFile[],
  card: SourceCard,
  kept: 'human' | 'mixed',
  { by, now }: AddToArchive,
): Promise<AddedToArchive> {
  const { root } = archivePaths(store);
  const id = objectId(card.id);
  const current = loadObject(root, id);
  const bytes = inputs.reduce((sum, each) => sum + each.bytes, 0);
  const result = { source: card.id, object: id, kept, declared: card.origin, files: inputs.length, bytes };
  const created = new Date(now()).toISOString();
  const next = nextVersion(id, current?.inventory ?? null, digestsOf(staged), {
    created,
    message: messageOf(inputs.length, bytes, card, kept),
    user: by ?? { name: 'gen0', address: `urn:gen0:key:${signingKey(store).id}` },
  });
  if (next === null) {
    return { ...result, version: current!.inventory.head, isNew: false, stored: 0, logSize: null };
  }
  const path = objectPath(id);
  const build = join(folder, 'build');
  const object = join(build, path);
  for (const [logical, content] of next.stored) {
    mkdirSync(dirname(join(object, content)), { recursive: true });
    renameSync(staged.get(logical)!.file, join(object, content));
  }
  mkdirSync(join(object, next.name), { recursive: true });
  const inventory = sha512(next.json);
  const small: string[] = [];
  const write = (file: string, text: string) => {
    writeFileSync(file, text, { flag: 'wx' });
    small.push(file);
  };
  for (const place of current ? [join(object, next.name)] : [join(object, next.name), object]) {
    write(join(place, 'inventory.json'), next.json);
    write(join(place, 'inventory.json.sha512'), `${inventory}  inventory.json\n`);
  }
  if (!current) write(join(object, '0=ocfl_object_1.1'), 'ocfl_object_1.1\n');
  const cardPlace = next.stored.get(CARD_PATH);
  if (cardPlace !== undefined) small.push(join(object, cardPlace));
  await syncAll([...small, ...foldersBelow(build)]);
  const to = current ? `${path}/${next.name}` : missingTop(root, path);
  const event: Added = {
    gen0: 1,
    event: 'add',
    at: created,
    source: card.id,
    object: id,
    version: next.name,
    inventory,
    files: inputs.length,
    bytes,
    declared: card.origin,
    humanFraction: card.humanFraction,
    kept,
    card: cardHash(card),
  };
  const { size } = await commit(store, { object: path, from: join(build, to), to, event }, now);
  const stored = [...next.stored.keys()].filter((each) => each !== CARD_PATH).length;
  return { ...result, version: next.name, isNew: true, stored, logSize: size };
}

function messageOf(files: number, bytes: number, card: SourceCard, kept: 'human' | 'mixed'): string {
  const mark = kept === 'mixed' ? `MIXED: not certain to be human; declared ${card.origin}` : 'human';
  return `Added ${plural(files, 'file')}, ${formatBytes(bytes)}, of source ${card.id}. Kept as ${mark}`;
}

function digestsOf(staged: ReadonlyMap<string, Staged>): Map<string, string> {
  return new Map([...staged].map(([path, { digest }]) => [path, digest]));
}

/** The first part of an object's path that is missing below the root, for a rename that brings it there whole. */
function missingTop(root: string, path: string): string {
  const parts = path.split('/');
  let top = parts[0];
  for (let i = 1; existsSync(join(root, top)); i++) top = `${top}/${parts[i]}`;
  return top;
}

/** A folder and all folders below it. */
function foldersBelow(folder: string): string[] {
  const folders = [folder];
  for (const at of folders) {
    for (const entry of entriesOf(at)) if (entry.isDirectory()) folders.push(join(at, entry.name));
  }
  return folders;
}
