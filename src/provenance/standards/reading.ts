/**
 * What the reader of a standard gives: a card for each record it could read, every fault with its place, and the count
 * of each field for which a card has no place. Readers are pure functions of a text or bytes.
 */
import { createHash } from 'node:crypto';
import { DataError } from '../../util/errors.js';
import {
  type CardInput,
  checkCard,
  type Evidence,
  fractionOf,
  type Origin,
  type SourceCard,
} from '../card.js';

/** A record and what is the matter with it. */
export interface Fault {
  where: string;
  message: string;
}

export interface Reading {
  cards: SourceCard[];
  /** Name of a field of the standard → records whose card carries it under `unmapped`. */
  unmapped: Record<string, number>;
  errors: Fault[];
  /** What is no record, and why: a template, a file that says nothing. No error. */
  skipped: Fault[];
}

/** A value that a card carries along unmapped is kept whole up to this many characters of JSON. */
const LONGEST_UNMAPPED = 20_000;

/** A reading of `cards` and what went wrong beside them. */
export function readingOf(cards: SourceCard[], errors: Fault[] = [], skipped: Fault[] = []): Reading {
  const counts = new Map<string, number>();
  for (const { unmapped = {} } of cards) {
    for (const field of Object.keys(unmapped)) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const unmapped = Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  return { cards, unmapped, errors, skipped };
}

/** The reading of one document that could not be read. */
export function failed(where: string, ...messages: string[]): Reading {
  return readingOf(
    [],
    messages.map((message) => ({ where, message })),
  );
}

/** Runs a reader; what it throws for the user becomes the reading's error. */
export function attempt(where: string, read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !['DataError', 'ConfigError'].includes(error.name)) throw error;
    return failed(where, error.message.replace(`${where}: `, ''));
  }
}

/** Puts a card together and checks it; empty parts are left out. Throws DataError. */
export function makeCard(
  input: Omit<CardInput, 'humanFraction'> & { humanFraction?: [number, number] },
  where: string,
): SourceCard {
  const { unmapped = {}, ...rest } = input;
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(unmapped)) if (!isEmpty(value)) kept[field] = shorten(value);
  const card: Record<string, unknown> = { ...rest };
  if (Object.keys(kept).length > 0) card.unmapped = kept;
  for (const [key, value] of Object.entries(card)) if (value === undefined) delete card[key];
  card.humanFraction ??= fractionOf(input.origin);
  return checkCard(card, () => where);
}

/**
 * The origin that evidence speaks for. Synthetic and human together are mixed; a date alone proves nothing, and no
 * evidence means unknown.
 */
export function originOf(evidence: readonly Evidence[]): Origin {
  const found = new Set(evidence.filter(({ kind }) => kind !== 'date').map(({ supports }) => supports));
  if (found.has('mixed') || (found.has('synthetic') && found.has('human'))) return 'mixed';
  return found.has('synthetic') ? 'synthetic' : found.has('human') ? 'human' : 'unknown';
}

/** A name as a card's id: lower case, what is no letter or digit becomes a dash. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('+', '-plus')
    .replaceAll('#', '-sharp')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  if (plain === '') return `unnamed-${digest(name).slice(0, 12)}`;
  return plain.length <= 80 ? plain : `${plain.slice(0, 67)}-${digest(name).slice(0, 12)}`;
}

/** An id from parts that may be names or ids. */
export function idOf(...parts: string[]): string {
  return parts
    .flatMap((part) => part.split('/').filter((piece) => piece !== ''))
    .map(slug)
    .join('/');
}

/** The entries of an object but for those that were mapped. */
export function restOf(data: Record<string, unknown>, mapped: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !mapped.includes(key)));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value or a list of values, as a list. */
export function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((each): each is string => typeof each === 'string' && each.trim() !== '');
}

/** An object, or a DataError. */
export function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (!isObject(value)) throw new DataError(`${what} is no object`);
  return value;
}

export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function shorten(value: unknown): unknown {
  const json = JSON.stringify(value);
  if (json.length <= LONGEST_UNMAPPED) return value;
  return { omitted: `${json.length} characters of JSON, too long for a card`, sha256: digest(json) };
}
