/** A card in the words of a standard, and what the standard cannot say. */
import { canonicalJson } from '../canonical.js';
import type { SourceCard } from '../card.js';
import type { SigningKey } from '../signing-key.js';
import { readCroissant } from './croissant.js';
import { readHuggingFace, writeHuggingFace } from './hugging-face.js';
import { readInToto, writeInToto } from './in-toto.js';
import { readOasis } from './oasis.js';
import { writeOpenLineage } from './open-lineage.js';
import type { Reading } from './reading.js';
import { writeCroissant } from './write-croissant.js';
import { writeOasis } from './write-oasis.js';

/** Format → end of a file's name in it. */
export const FORMATS = {
  croissant: 'croissant.json',
  'hugging-face': 'README.md',
  oasis: 'data-provenance.json',
  'in-toto': 'intoto.json',
  openlineage: 'openlineage.json',
} as const;
export type Format = keyof typeof FORMATS;

export interface WriteOptions {
  /** Signs in-toto statements. */
  key(): SigningKey;
  /** ISO time, for formats that want one. */
  now: string;
  /** gen0's. */
  version: string;
}

/** The text, and the card's fields that do not come back when it is read. */
export function writeCard(
  card: SourceCard,
  format: Format,
  options: WriteOptions,
): { text: string; lost: string[] } {
  switch (format) {
    case 'croissant':
      return compared(card, writeCroissant(card), readCroissant);
    case 'hugging-face':
      return compared(card, writeHuggingFace(card), readHuggingFace);
    case 'oasis':
      return compared(card, writeOasis(card, options.now), readOasis);
    case 'in-toto': {
      const key = options.key();
      return compared(card, writeInToto(card, key), (text, shown) =>
        readInToto(text, shown, [key.publicKey]),
      );
    }
    case 'openlineage':
      return {
        text: writeOpenLineage(card, options.version),
        lost: ONE_WAY.filter((field) => isThere(card[field])),
      };
  }
}

/** Fields that the facet has no place for. */
const ONE_WAY: (keyof SourceCard)[] = ['title', 'files', 'attestation', 'unmapped'];

function compared(
  card: SourceCard,
  text: string,
  read: (text: string, shown: string) => Reading,
): { text: string; lost: string[] } {
  const [back] = read(text, card.id).cards;
  const lost = (Object.keys(card) as (keyof SourceCard)[]).filter(
    (field) => isThere(card[field]) && canonicalJson(back?.[field] ?? null) !== canonicalJson(card[field]),
  );
  return { text, lost };
}

function isThere(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
