/** What the archive's log records: one entry an event, JSON of one line. */
import { z } from 'zod';
import { ORIGINS } from '../provenance/card.js';
import { parseJson } from '../util/strict-json.js';

const count = z.int().min(0);
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const added = z.strictObject({
  gen0: z.literal(1),
  event: z.literal('add'),
  /** ISO time. */
  at: z.string(),
  source: z.string(),
  /** OCFL id of the object, and the version that was added. */
  object: z.string(),
  version: z.string(),
  /** SHA-512 of the version's inventory, which names every file with its digest. */
  inventory: hex(128),
  /** Of this addition, without the source card. */
  files: count,
  bytes: count,
  /** The origin that the card declares, and the interval of its human share. */
  declared: z.enum(ORIGINS),
  humanFraction: z.tuple([z.number(), z.number()]),
  /** `mixed` marks the version for ever. */
  kept: z.enum(['human', 'mixed']),
  /** SHA-256 of the card. */
  card: hex(64),
});

const audited = z.strictObject({
  gen0: z.literal(1),
  event: z.literal('verify'),
  at: z.string(),
  /** Content files that were hashed, of how many. */
  files: count,
  of: count,
  bytes: count,
  faults: count,
});

const event = z.discriminatedUnion('event', [added, audited]);

export type Added = z.infer<typeof added>;
export type Audited = z.infer<typeof audited>;
export type ArchiveEvent = Added | Audited;

export function encodeEvent(each: ArchiveEvent): Buffer {
  return Buffer.from(JSON.stringify(each));
}

/** The event of a log entry, or null where the entry is none that this version of gen0 knows. */
export function decodeEvent(entry: Buffer): ArchiveEvent | null {
  let data: unknown;
  try {
    data = parseJson(entry.toString('utf8'), 'entry');
  } catch {
    return null;
  }
  const parsed = event.safeParse(data);
  return parsed.success ? parsed.data : null;
}
