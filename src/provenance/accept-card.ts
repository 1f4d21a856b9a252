/**
 * A card is accepted in two places: a line of the ledger, and the YAML in `sources/` that people read and edit. The line
 * counts. What the YAML shall become is kept in `<store>/pending/` before, so that after a crash between the two the
 * YAML is brought up, or the intention dropped, and nothing is left half done.
 */
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { replaceFile, replaceFiles, syncFolder } from '../util/durable.js';
import { DataError } from '../util/errors.js';
import { withLock } from '../util/lock.js';
import { cardHash } from './canonical.js';
import { parseCard, type SourceCard } from './card.js';
import { cardEntry } from './entries.js';
import { type AppendOptions, appendToLedger, currentCards } from './ledger.js';
import { sha256 } from './ledger-lines.js';

/** The folder that paths in cards are relative to: the one that the store lies in. */
export const rootOf = (store: string): string => dirname(store);
export const cardsFolder = (store: string): string => join(rootOf(store), 'sources');
/** Where a card lies. */
export const cardPath = (store: string, id: string): string => join(cardsFolder(store), `${id}.yaml`);

const pendingFolder = (store: string) => join(store, 'pending');

interface Pending {
  id: string;
  /** Hash of the card that the ledger is to record. */
  card: string;
  /** SHA-256 of the YAML that it replaces, null where there was none. */
  before: string | null;
  text: string;
}

/** What was accepted. */
export interface Accepted {
  id: string;
  status: 'added' | 'changed' | 'unchanged';
  card: SourceCard;
  sha256: string;
}

/** A card with the text of its YAML. */
export interface CardWithText {
  card: SourceCard;
  text: string;
}

/**
 * Accepts what `make` says from the cards that are current: records the cards and writes their YAML, one process at a time.
 * All are in the ledger when it resolves.
 */
export function acceptCards(
  store: string,
  make: (current: ReadonlyMap<string, SourceCard>) => CardWithText[] | Promise<CardWithText[]>,
  options: AppendOptions,
): Promise<Accepted[]> {
  mkdirSync(store, { recursive: true });
  return withLock(join(store, 'locks', 'sources'), async () => {
    let current = await currentCards(store);
    await settle(store, current);
    const wanted = await make(current);
    const accepted: Accepted[] = wanted.map(({ card }) => {
      const old = current.get(card.id);
      const hash = cardHash(card);
      const status = old === undefined ? 'added' : cardHash(old) === hash ? 'unchanged' : 'changed';
      return { id: card.id, status, card, sha256: hash };
    });
    keepPending(store, wanted);
    const news = accepted.filter(({ status }) => status !== 'unchanged');
    if (news.length > 0) {
      await appendToLedger(
        store,
        news.map(({ card }) => cardEntry(card)),
        options,
      );
    }
    current = new Map(wanted.map(({ card }) => [card.id, card]));
    await settle(store, current);
    return accepted;
  });
}

/**
 * Runs `compare` while no card is being accepted, after finishing what a crash interrupted. `current`: the cards of the
 * ledger, read then. Where nothing can be written it runs all the same.
 */
export async function withCardsAtRest<T>(
  store: string,
  current: () => Promise<ReadonlyMap<string, SourceCard>>,
  compare: (current: ReadonlyMap<string, SourceCard>) => T,
): Promise<T> {
  const work = async (mend: boolean) => {
    const cards = await current();
    if (mend) await settle(store, cards);
    return compare(cards);
  };
  if (!existsSync(store)) return work(false);
  try {
    accessSync(store, constants.W_OK);
  } catch {
    return work(false);
  }
  return withLock(join(store, 'locks', 'sources'), () => work(true));
}

/** Keeps what the YAML of a group of cards shall become, in one file. */
function keepPending(store: string, wanted: readonly CardWithText[]): void {
  const group: Pending[] = [];
  for (const { card, text } of wanted) {
    const before = yamlAt(store, cardPath(store, card.id));
    if (before?.equals(Buffer.from(text))) continue;
    group.push({ id: card.id, card: cardHash(card), before: before === null ? null : sha256(before), text });
  }
  if (group.length === 0) return;
  if (!existsSync(pendingFolder(store))) {
    mkdirSync(pendingFolder(store), { recursive: true });
    syncFolder(store);
  }
  const name = sha256(group.map(({ id }) => id).join('\n'));
  replaceFile(join(pendingFolder(store), `${name}.json`), JSON.stringify(group));
}

/** What lies where a card goes, null for nothing; its folder is made. Throws DataError where gen0 may not write there. */
function yamlAt(store: string, path: string): Buffer | null {
  try {
    const made = mkdirSync(dirname(path), { recursive: true });
    if (made !== undefined) syncFolder(dirname(made));
    const inside = relative(realpathSync(cardsFolder(store)), realpathSync(dirname(path)));
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      throw new DataError(`${path}: its folder is a link to another place. Make it a folder`);
    }
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (!stats.isFile())
      throw new DataError(`${path}: no file. A card is written to a file only, not through a link`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: cannot be written: ${(error as Error).message}`);
  }
}

/** Writes the YAML of what the ledger has, where nobody changed it since, and forgets the intentions. */
async function settle(store: string, current: ReadonlyMap<string, SourceCard>): Promise<void> {
  const folder = pendingFolder(store);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const group = name.endsWith('.json') ? readPending(path) : [];
    const known = group.filter(({ id }) => current.has(id));
    for (const each of new Set(known.map(({ id }) => dirname(cardPath(store, id))))) removeLeftovers(each);
    const files: { path: string; content: string }[] = [];
    for (const { id, card, before, text } of known) {
      if (cardHash(current.get(id)!) !== card) continue;
      const there = yamlAt(store, cardPath(store, id));
      if ((there === null ? null : sha256(there)) === before)
        files.push({ path: cardPath(store, id), content: text });
    }
    await replaceFiles(files);
    rmSync(path, { force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The intentions in a file: what is none, or is damaged, is dropped, as the ledger counts. */
function readPending(path: string): Pending[] {
  const isWhole = ({ id, card, text }: Pending) => {
    try {
      const written = parseCard(text, path);
      return written.id === id && cardHash(written) === card;
    } catch {
      return false;
    }
  };
  try {
    const group: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(group) ? (group as Pending[]).filter((each) => each !== null && isWhole(each)) : [];
  } catch {
    return [];
  }
}

/** What a killed `replaceFiles` left in a folder of cards. */
function removeLeftovers(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (/\.yaml\.tmp-\d+$/.test(name)) rmSync(join(folder, name));
  }
}
