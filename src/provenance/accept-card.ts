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
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { replaceFile, syncFolder } from '../util/durable.js';
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
    settle(store, current);
    const wanted = await make(current);
    const accepted: Accepted[] = wanted.map(({ card }) => {
      const old = current.get(card.id);
      const hash = cardHash(card);
      const status = old === undefined ? 'added' : cardHash(old) === hash ? 'unchanged' : 'changed';
      return { id: card.id, status, card, sha256: hash };
    });
    for (const { card, text } of wanted) keepPending(store, card, text);
    const news = accepted.filter(({ status }) => status !== 'unchanged');
    if (news.length > 0) {
      await appendToLedger(
        store,
        news.map(({ card }) => cardEntry(card)),
        options,
      );
    }
    current = new Map(wanted.map(({ card }) => [card.id, card]));
    settle(store, current);
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
    if (mend) settle(store, cards);
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

function keepPending(store: string, card: SourceCard, text: string): void {
  const path = cardPath(store, card.id);
  const before = yamlAt(store, path);
  if (before?.equals(Buffer.from(text))) return;
  const pending: Pending = {
    id: card.id,
    card: cardHash(card),
    before: before === null ? null : sha256(before),
    text,
  };
  if (!existsSync(pendingFolder(store))) {
    mkdirSync(pendingFolder(store), { recursive: true });
    syncFolder(store);
  }
  replaceFile(join(pendingFolder(store), `${sha256(card.id)}.json`), JSON.stringify(pending));
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
function settle(store: string, current: ReadonlyMap<string, SourceCard>): void {
  const folder = pendingFolder(store);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const pending = name.endsWith('.json') ? readPending(path) : null;
    const card = pending === null ? undefined : current.get(pending.id);
    if (pending !== null && card !== undefined) {
      removeLeftovers(cardPath(store, card.id));
      if (cardHash(card) === pending.card) writeCard(store, pending);
    }
    rmSync(path, { force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** An intention, or null where the file is none: one that is damaged is dropped, as the ledger counts. */
function readPending(path: string): Pending | null {
  try {
    const pending = JSON.parse(readFileSync(path, 'utf8')) as Pending;
    return cardHash(parseCard(pending.text, path)) === pending.card ? pending : null;
  } catch {
    return null;
  }
}

function writeCard(store: string, { id, before, text }: Pending): void {
  const path = cardPath(store, id);
  const there = yamlAt(store, path);
  if ((there === null ? null : sha256(there)) === before) replaceFile(path, text);
}

/** What a killed `replaceFile` left beside a card. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const stem = `${basename(path)}.tmp-`;
    if (name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length))) rmSync(join(folder, name));
  }
}
