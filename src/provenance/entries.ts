/**
 * What the ledger records, kind by kind. Sources, batches and mixtures share one space of ids: they are the nodes of the
 * lineage, and each names what it was made from.
 *
 * `card`: a version of a source card that was accepted, whole, with its hash. `batch`: documents that were made or taken in
 * together. `mixture`: a training mixture that was written, with the share of its tokens that each source gave. `archive`:
 * an event of the archive.
 */
import { z } from 'zod';
import { DataError } from '../util/errors.js';
import { explainIssue, type Issue } from '../util/explain-issue.js';
import { cardHash } from './canonical.js';
import { checkCard, ORIGINS, SOURCE_ID, type SourceCard } from './card.js';
import { plainData } from './plain-data.js';

const id = z.string().max(200).regex(SOURCE_ID, 'must be letters, digits and . _ - with / between parts');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
const fraction = z.number().min(0).max(1);
const count = z.int().min(0);

const batch = z.strictObject({
  id,
  /** Of the documents' bytes: of the file that holds them, or as the maker says. */
  sha256,
  /** Id of the source that they belong to. */
  source: id.optional(),
  origin: z.enum(ORIGINS),
  humanFraction: z.tuple([fraction, fraction]).refine(([low, high]) => low <= high, 'low end above high end'),
  /** Ids of the sources, batches and mixtures that they were made from. */
  parents: z.array(id).default([]),
  documents: count,
  tokens: count.optional(),
  generator: z.strictObject({ model: z.string().min(1), version: z.string().optional() }).optional(),
});

const mixture = z.strictObject({
  id,
  /** Of its statement's bytes. */
  sha256,
  /** Each source with its share of the mixture's tokens. */
  parents: z.array(z.strictObject({ id, share: fraction })),
  documents: count.optional(),
  tokens: count.optional(),
  /** The share of human tokens that it is certain to hold, and can hold at most. */
  humanFraction: z.tuple([fraction, fraction]).optional(),
});

const archive = z.strictObject({
  /** What happened: add, verify, export. */
  event: z.string().min(1).max(100),
  /** Id of the archive's object. */
  object: z.string().min(1).max(1000).optional(),
  /** Id of the source that the object holds. */
  source: id.optional(),
  sha256: sha256.optional(),
  files: count.optional(),
  bytes: count.optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
});

const accepted = z.strictObject({ card: z.custom<SourceCard>(), sha256 });

const SCHEMAS = { card: accepted, batch, mixture, archive };

export type EntryKind = keyof typeof SCHEMAS;
export const ENTRY_KINDS = Object.keys(SCHEMAS) as EntryKind[];

export type CardEntry = z.infer<typeof accepted>;
export type BatchEntry = z.infer<typeof batch>;
export type MixtureEntry = z.infer<typeof mixture>;
export type ArchiveEntry = z.infer<typeof archive>;

/** An entry with its kind, as it goes into the ledger. */
export type LedgerEntry =
  | { kind: 'card'; entry: CardEntry }
  | { kind: 'batch'; entry: z.input<typeof batch> }
  | { kind: 'mixture'; entry: MixtureEntry }
  | { kind: 'archive'; entry: ArchiveEntry };

/** As it stands in the ledger. */
export type KnownEntry =
  | { kind: 'card'; entry: CardEntry }
  | { kind: 'batch'; entry: BatchEntry }
  | { kind: 'mixture'; entry: MixtureEntry }
  | { kind: 'archive'; entry: ArchiveEntry };

/** The ledger's entry of a card. */
export function cardEntry(card: SourceCard): LedgerEntry {
  return { kind: 'card', entry: { card, sha256: cardHash(card) } };
}

/** Checks an entry. `shown` says where it stands. Throws DataError naming the field. */
export function checkEntry({ kind, entry }: { kind: string; entry: unknown }, shown: string): KnownEntry {
  if (!Object.hasOwn(SCHEMAS, kind)) {
    throw new DataError(`${shown}: kind ${JSON.stringify(kind)}: must be one of ${ENTRY_KINDS.join(', ')}`);
  }
  plainData(entry, shown);
  const parsed = SCHEMAS[kind as EntryKind].safeParse(entry);
  if (!parsed.success) {
    const { path, message } = explainIssue(parsed.error.issues[0] as Issue, {
      keysAt: () => Object.keys(SCHEMAS[kind as EntryKind].shape),
      expectation: () => 'not what it has here',
    });
    throw new DataError(`${shown}: ${[kind, ...path].join('.')}: ${message}`);
  }
  const known = { kind, entry: parsed.data } as KnownEntry;
  if (known.kind === 'card') checkAccepted(known.entry, shown);
  return known;
}

function checkAccepted(entry: CardEntry, shown: string): void {
  entry.card = checkCard(entry.card, () => shown);
  const { card } = entry;
  if (cardHash(card) !== entry.sha256) throw new DataError(`${shown}: card ${card.id}: its hash is another`);
  if (!isBacked(card)) {
    throw new DataError(
      `${shown}: card ${card.id}: origin ${card.origin} without evidence for it. Add evidence, or say unknown`,
    );
  }
}

/**
 * Whether there is evidence for what the card says: no evidence means unknown, never human. Evidence for `human` also backs
 * `mixed`, which claims less; against oneself none is needed.
 */
export function isBacked({ origin, evidence }: SourceCard): boolean {
  if (origin === 'unknown' || origin === 'synthetic') return true;
  return evidence.some(
    ({ supports = origin }) => supports === origin || (origin === 'mixed' && supports === 'human'),
  );
}
