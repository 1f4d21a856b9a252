/** Whether cards and files are what they were when they were accepted: the ledger first, then the YAML, then every byte. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '../util/yaml-source.js';
import { cardPath, cardsFolder, rootOf, withCardsAtRest } from './accept-card.js';
import { cardHash } from './canonical.js';
import { parseCard, type SourceCard, unknownSource } from './card.js';
import { readLedger } from './ledger.js';
import { checkIndex } from './ledger-index.js';
import { type HashOptions, hashFile } from './source-files.js';
import { type CheckedChain, type Fault, verifyChain } from './verify-chain.js';

export interface SourceFault extends Fault {
  /** Id of the source, where one is meant. */
  source: string | null;
}

export interface VerifiedSources {
  records: number;
  /** Hash of the ledger's last line. */
  sha256: string;
  cards: number;
  files: number;
  /** Bytes of the files. */
  bytes: number;
  faults: SourceFault[];
  /** What is no fault, but good to know. */
  notes: string[];
}

/** Checks all sources, or the one of `id`, and always the whole ledger. Throws DataError where `id` is not known. */
export async function verifySources(
  store: string,
  id: string | undefined,
  options: HashOptions = {},
): Promise<VerifiedSources> {
  const chain = verifyChain(store, options.signal);
  const faults: SourceFault[] = chain.faults.map((fault) => {
    return { ...fault, path: shownIn(store, fault.path), source: null };
  });
  const notes = [...chain.notes];
  for (const name of existsSync(store) ? readdirSync(store) : []) {
    if (name.startsWith('ledger.jsonl.torn-')) {
      notes.push(
        `${shownIn(store, join(store, name))}: half a record that a crash left; remove it when you like`,
      );
    }
  }
  const damaged = checkIndex(store);
  if (damaged > 0)
    notes.push(`${damaged} files of the index were damaged and removed; it is made anew when needed`);
  const compare = (cards: ReadonlyMap<string, SourceCard>) => {
    if (id !== undefined && !cards.has(id)) throw unknownSource(id, [...cards.keys()]);
    if (id === undefined) notes.push(...notAccepted(store, cards));
    const chosen = id === undefined ? [...cards.values()] : [cards.get(id)!];
    return chosen.map((card) => ({ card, ...compareCard(store, card) }));
  };
  // With a ledger that is damaged nothing is written.
  const checked =
    chain.faults.length > 0
      ? compare(chain.cards)
      : await withCardsAtRest(store, () => cardsAfter(store, chain), compare);
  const files = { count: 0, bytes: 0, known: new Map<string, string>() };
  const listed = new Map(checked.flatMap(({ card }) => card.files.map(({ path, bytes }) => [path, bytes])));
  options.onTotal?.([...listed.values()].reduce((sum, bytes) => sum + bytes, 0));
  for (const { card, faults: ofCard, at } of checked) {
    faults.push(...ofCard);
    for (const [i, file] of card.files.entries()) {
      const message = await fileFault(store, file, files, options);
      if (message === null) continue;
      const says = at(['files', i, 'sha256']);
      faults.push({ path: file.path, line: null, message: `${message}, ${says}`, source: card.id });
    }
  }
  return {
    records: chain.end.n,
    sha256: chain.end.sha256,
    cards: checked.length,
    files: files.count,
    bytes: files.bytes,
    faults,
    notes,
  };
}

/** The cards, with those that were accepted while the chain was read. */
async function cardsAfter(store: string, { end, cards }: CheckedChain): Promise<Map<string, SourceCard>> {
  const current = new Map(cards);
  for await (const { kind, entry } of readLedger(store, end)) {
    if (kind === 'card') current.set(entry.card.id, entry.card);
  }
  return current;
}

function notAccepted(store: string, cards: ReadonlyMap<string, SourceCard>): string[] {
  const folder = cardsFolder(store);
  return cardFiles(folder)
    .filter(
      (path) =>
        !cards.has(
          relative(folder, path)
            .split(sep)
            .join('/')
            .replace(/\.yaml$/, ''),
        ),
    )
    .map((path) => shownIn(store, path))
    .map((shown) => `${shown}: not accepted yet; gen0 source add ${shown} accepts it`);
}

interface CardCheck {
  faults: SourceFault[];
  /** Where the card has a field, in words. */
  at(path: readonly PropertyKey[]): string;
}

function compareCard(store: string, accepted: SourceCard): CardCheck {
  const path = cardPath(store, accepted.id);
  const shown = shownIn(store, path);
  const fault = (line: number | null, message: string): CardCheck => ({
    faults: [{ path: shown, line, message, source: accepted.id }],
    at: () => 'as the ledger has it',
  });
  const remedy = `gen0 source add ${shown} accepts it as it is`;
  if (!existsSync(path)) {
    return fault(null, `missing; gen0 source show ${accepted.id} --yaml > ${shown} brings it back`);
  }
  let card: SourceCard;
  let where: (path: readonly PropertyKey[]) => string;
  try {
    const text = readFileSync(path, 'utf8');
    card = parseCard(text, shown);
    where = parseYaml(text, shown).at;
  } catch (error) {
    const [, line, message] = /^(?:.*? line (\d+): )?(.*)$/s.exec((error as Error).message)!;
    return fault(line === undefined ? null : Number(line), `no card: ${message}`);
  }
  if (cardHash(card) === cardHash(accepted)) return { faults: [], at: (field) => `says ${where(field)}` };
  const field = firstDifference(card, accepted);
  const line = / line (\d+)$/.exec(where(field))?.[1];
  const message = `${field.join('.')} is not what was accepted; ${remedy}`;
  return fault(line === undefined ? null : Number(line), message);
}

/** The path to the first field in which two cards differ. */
function firstDifference(a: unknown, b: unknown): PropertyKey[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [];
  const [left, right] = [a, b] as Record<string, unknown>[];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!isDeepStrictEqual(left[key], right[key])) return [key, ...firstDifference(left[key], right[key])];
  }
  return [];
}

async function fileFault(
  store: string,
  { path, sha256, bytes }: SourceCard['files'][number],
  seen: { count: number; bytes: number; known: Map<string, string> },
  options: HashOptions,
): Promise<string | null> {
  const full = resolve(rootOf(store), path);
  if (!seen.known.has(full)) {
    try {
      const found = await hashFile(full, options);
      seen.known.set(full, found.sha256);
      seen.count++;
      seen.bytes += found.bytes;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      return `cannot be checked: ${(error as Error).message.replace(`${full}: `, '').replace(/\.$/, '')}`;
    }
  }
  const now = seen.known.get(full)!;
  return now === sha256 ? null : `altered: its SHA-256 is ${now}, of ${bytes} bytes it was ${sha256}`;
}

function cardFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function shownIn(store: string, path: string): string {
  return relative(rootOf(store), path).split(sep).join('/');
}
