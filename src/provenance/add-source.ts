/** Takes a source in: hashes its files, makes its card of what is said of it and of what was known, and has it accepted. */
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { DataError, UsageError } from '../util/errors.js';
import {
  type Accepted,
  acceptCards,
  type CardWithText,
  cardPath,
  cardsFolder,
  rootOf,
} from './accept-card.js';
import { checkCard, type Evidence, fractionOf, type Origin, parseCard, type SourceCard } from './card.js';
import { cardYaml } from './card-yaml.js';
import type { AppendOptions } from './ledger.js';
import { settleOrigin } from './settle-origin.js';
import { type HashOptions, hashFile, hashFiles, hashOfFiles, listSourceFiles } from './source-files.js';

/** What is said of a source; what is left out stays as it was. */
export interface SourceWords {
  id: string;
  title?: string;
  origin?: Origin;
  humanFraction?: [number, number];
  generator?: SourceCard['generator'];
  /** ISO date, or `date/date`. */
  collectedAt?: string;
  licence?: string;
  /** Added to those that are there. */
  parents?: string[];
  /** Added to what is there; the same statement is not added again. */
  evidence?: Evidence[];
}

export type AddOptions = AppendOptions & HashOptions & { cutOff?: string };

export interface AddedSource extends Accepted {
  /** The card's file. */
  path: string;
  /** What was changed against what was said, with the remedy. */
  notes: string[];
}

/**
 * Adds files and folders as a source, or takes the source's new files and words in. Doing it again with the same changes
 * nothing. Throws UsageError or DataError.
 */
export async function addSource(
  store: string,
  paths: readonly string[],
  words: SourceWords,
  options: AddOptions,
): Promise<AddedSource> {
  checkCard({ id: words.id, origin: 'unknown' }, () => 'gen0 source add');
  const found = listSourceFiles(paths, rootOf(store));
  for (const path of found) refuseOwn(path, store);
  const files = await hashFiles(found, rootOf(store), options);
  const notes: string[] = [];
  const make = (current: ReadonlyMap<string, SourceCard>): CardWithText[] => {
    const path = cardPath(store, words.id);
    const existing = existsSync(path) ? readText(path) : undefined;
    const old = existing === undefined ? current.get(words.id) : readCard(existing, path, words.id);
    const made = settleOrigin(spokenOf(old, words, files), options.cutOff);
    notes.push(...made.notes);
    return [{ card: made.card, text: cardYaml(made.card, existing) }];
  };
  const [accepted] = await acceptCards(store, make, options);
  return { ...accepted, path: cardPath(store, words.id), notes };
}

/** The earlier card with what is said now. */
function spokenOf(old: SourceCard | undefined, words: SourceWords, files: SourceCard['files']): SourceCard {
  const origin = words.origin ?? old?.origin ?? 'unknown';
  const kept = old?.origin === origin ? old.humanFraction : fractionOf(origin);
  const statements = new Set(old?.evidence.map(({ kind, statement }) => `${kind}:${statement}`));
  const evidence = (words.evidence ?? []).filter(
    ({ kind, statement }) => !statements.has(`${kind}:${statement}`),
  );
  const parents = [...new Set([...(old?.parents ?? []), ...(words.parents ?? [])])];
  if (parents.includes(words.id))
    throw new UsageError(`--parent ${words.id}: a source is not its own parent`);
  const { title, generator, collectedAt, licence } = words;
  const said = Object.fromEntries(
    Object.entries({ title, generator, collectedAt, licence }).filter(([, value]) => value !== undefined),
  );
  return checkCard(
    {
      ...old,
      ...said,
      id: words.id,
      origin,
      humanFraction: words.humanFraction ?? kept,
      parents,
      evidence: [...(old?.evidence ?? []), ...evidence],
      files,
      sha256: hashOfFiles(files),
    },
    () => 'gen0 source add',
  );
}

/** Accepts a card that was written or edited by hand: a YAML file in `sources/`, named for its id. */
export async function acceptCardFile(store: string, file: string, options: AddOptions): Promise<AddedSource> {
  const text = readText(file);
  const { id } = readCard(text, file);
  if (resolve(cardPath(store, id)) !== resolve(file)) {
    throw new DataError(`${file}: the card of ${id} belongs in ${cardPath(store, id)}. Move it there`);
  }
  const checked = readCard(text, file);
  await checkFiles(store, checked, file, options);
  const { card, notes } = settleOrigin(withHash(checked), options.cutOff);
  const make = (): CardWithText[] => {
    if (readText(file) !== text) throw new DataError(`${file}: changed while it was read. Try again`);
    return [{ card, text: cardYaml(card, text) }];
  };
  const [accepted] = await acceptCards(store, make, options);
  return { ...accepted, path: file, notes };
}

function withHash(card: SourceCard): SourceCard {
  return card.files.length === 0 ? card : { ...card, sha256: hashOfFiles(card.files) };
}

async function checkFiles(store: string, card: SourceCard, shown: string, options: HashOptions) {
  options.onTotal?.(card.files.reduce((sum, { bytes }) => sum + bytes, 0));
  for (const { path, sha256 } of card.files) {
    const now = await hashFile(resolve(rootOf(store), path), options);
    if (now.sha256 !== sha256) {
      throw new DataError(
        `${shown}: files: ${path} is not what the card says (SHA-256 ${now.sha256}). ` +
          `gen0 source add <its files> --id ${card.id} takes them as they are now`,
      );
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DataError(`${path}: cannot be read: ${(error as Error).message}`);
  }
}

function readCard(text: string, path: string, id?: string): SourceCard {
  const card = parseCard(text, path);
  if (id !== undefined && card.id !== id)
    throw new DataError(`${path}: is the card of ${card.id}, not of ${id}`);
  return card;
}

/** A source's files are not gen0's own. */
function refuseOwn(path: string, store: string): void {
  for (const own of [store, cardsFolder(store)]) {
    const inside = relative(resolve(own), resolve(path));
    if (inside !== '..' && !inside.startsWith(`..${sep}`)) {
      throw new UsageError(
        `${path}: lies in ${own}, which is gen0's own. Name the source's files, or its folder`,
      );
    }
  }
}
