/**
 * A source card: what is known of where a source comes from, and how it is known. One YAML file in `sources/`, which
 * people edit; the ledger records each accepted version by its hash.
 *
 * Origins follow one rule: no evidence means `unknown`, never `human`. `humanFraction` is an interval, as few know the
 * share exactly; a floor of human tokens counts its lower end.
 */
import { z } from 'zod';
import { DataError } from '../util/errors.js';
import { explainIssue, type Issue } from '../util/explain-issue.js';
import { didYouMean } from '../util/nearest.js';
import { parseYaml } from '../util/yaml-source.js';
import { plainData } from './plain-data.js';

export const ORIGINS = ['human', 'synthetic', 'mixed', 'unknown'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Where a statement about an origin comes from. */
export const EVIDENCE_KINDS = [
  'declaration',
  'date',
  'licence',
  'c2pa',
  'iptc',
  'registry-exact',
  'registry-near',
  'watermark',
  'detector',
  'own-share',
  'document',
] as const;

const fraction = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
/** Ids stand in paths, YAML and SQL: letters, digits and `._-`, then `/` between parts. */
export const SOURCE_ID = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i;

const evidence = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  /** What was found, in words. */
  statement: z.string().min(1),
  /** Which origin it speaks for. */
  supports: z.enum(ORIGINS).optional(),
  /** How much it counts, in 0..1; a declaration is 0.5 unless the user says so. */
  weight: fraction.optional(),
  /** ISO date or time at which it was found. */
  at: z.string().optional(),
  /** Where it can be looked up. */
  reference: z.string().optional(),
});
export type Evidence = z.infer<typeof evidence>;

const card = z.strictObject({
  id: z.string().max(200).regex(SOURCE_ID, 'must be letters, digits and . _ - with / between parts'),
  title: z.string().optional(),
  /** Files of the source, relative to the folder of `sources/`, with the hash they had when the card was accepted. */
  files: z.array(z.strictObject({ path: z.string().min(1), sha256, bytes: z.int().min(0) })).default([]),
  /** Hash of the source: of its one file, or of the lines `sha256  path` of its files sorted by path. */
  sha256: sha256.optional(),
  origin: z.enum(ORIGINS),
  humanFraction: z.tuple([fraction, fraction]),
  /** IPTC NewsCodes URI. */
  digitalSourceType: z.url().optional(),
  generator: z.strictObject({ model: z.string().min(1), version: z.string().optional() }).optional(),
  /** ISO date, or `date/date`. */
  collectedAt: z.string().optional(),
  licence: z.string().optional(),
  /** Ids of the sources it was made from. */
  parents: z.array(z.string()).default([]),
  evidence: z.array(evidence).default([]),
  /** Who answers for the card, and a signature's key where there is one. */
  attestation: z.strictObject({ by: z.string(), keyId: z.string().optional() }).optional(),
  /** What a standard said and gen0 has no field for, as it stood there. */
  unmapped: z.record(z.string(), z.unknown()).optional(),
});
export type SourceCard = z.infer<typeof card>;
/** As written by a person: with defaults left out. */
export type CardInput = z.input<typeof card>;

/** Reads a card. `shown` names the file in errors. Throws DataError with line, field and remedy. */
export function parseCard(source: string, shown: string): SourceCard {
  const { data, at } = parseYaml(source, shown);
  return checkCard(data, (path) => at(path));
}

/** Checks a card that came from elsewhere. `at` says where a field stands. */
export function checkCard(data: unknown, at: (path: readonly PropertyKey[]) => string): SourceCard {
  plainData(data, at([]));
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new DataError(`${at([])}: no card: it must have at least id and origin`);
  }
  const parsed = card.safeParse(withFraction(data));
  if (!parsed.success) {
    const { path, message } = explainIssue(parsed.error.issues[0] as Issue, {
      keysAt: (where) => (where.length === 0 ? Object.keys(card.shape) : Object.keys(evidence.shape)),
      expectation: () => 'not what a card has here',
    });
    throw new DataError(`${at(path)}: ${path.join('.')}: ${message}`);
  }
  const { humanFraction, origin } = parsed.data;
  const [low, high] = humanFraction;
  const fault =
    low > high
      ? `${low} is above ${high}`
      : origin === 'human' && low < 1
        ? `origin human means [1, 1]; write mixed for less`
        : origin === 'synthetic' && high > 0
          ? `origin synthetic means [0, 0]; write mixed for more`
          : null;
  if (fault !== null) throw new DataError(`${at(['humanFraction'])}: humanFraction: ${fault}`);
  return parsed.data;
}

/** The share that an origin means where a card gives none. */
export function fractionOf(origin: Origin): [number, number] {
  return origin === 'human' ? [1, 1] : origin === 'synthetic' ? [0, 0] : [0, 1];
}

function withFraction(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const { origin, humanFraction } = data as { origin?: unknown; humanFraction?: unknown };
  if (humanFraction !== undefined || !ORIGINS.includes(origin as Origin)) return data;
  return { ...data, humanFraction: fractionOf(origin as Origin) };
}

/** The nearest known id, for an error about one that is not known. */
export function unknownSource(id: string, known: readonly string[]): DataError {
  return new DataError(
    `${id}: no such source.${didYouMean(id, known)} gen0 source list shows them; gen0 source add makes one`,
  );
}
