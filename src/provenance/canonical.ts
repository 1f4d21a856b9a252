/**
 * One spelling of JSON data, for hashing: no spaces, keys of objects sorted, as `jq -cS` writes it. Data that hold the same
 * hash the same, however their keys were ordered where they came from.
 */
import { createHash } from 'node:crypto';
import type { SourceCard } from './card.js';

/** Fields that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const sorted = Object.keys(inner).sort();
    return Object.fromEntries(sorted.map((key) => [key, (inner as Record<string, unknown>)[key]]));
  });
}

/** SHA-256 of a card, in hex: its version. Comments and the layout of its YAML do not count. */
export function cardHash(card: SourceCard): string {
  return createHash('sha256').update(canonicalJson(card)).digest('hex');
}
