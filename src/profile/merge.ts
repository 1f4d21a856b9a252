/**
 * The merge law: profile(A) + profile(B) = profile(A and B), byte for byte, in any order and nesting.
 *
 * Every field is a sum, a set with a prefix rule, or a minimum. The threshold keeps the law above the budget
 * too: a part's cells are a subset of the whole's, so the part's shift never exceeds the whole's, and what a
 * part has dropped the whole would have dropped as well.
 */
import { DataError } from '../util/errors.js';
import { smallerCapacity } from './capacity.js';
import { assertComparable } from './comparable.js';
import { mergeCells, mergeUnigrams } from './merge-cells.js';
import { mergeDocuments } from './merge-documents.js';
import type { Profile } from './profile.js';
import { keepSample } from './sample.js';

/** Merges one or more profiles with equal rules. DataError when there is none, or when rules differ. */
export function mergeProfiles(profiles: Profile[]): Profile {
  if (!profiles.length) throw new DataError('no profile to merge: name at least one');
  let level = profiles;
  while (level.length > 1) {
    const next: Profile[] = [];
    for (let i = 0; i < level.length; i += 2) {
      next.push(i + 1 < level.length ? mergeTwo(level[i], level[i + 1]) : level[i]);
    }
    level = next;
  }
  return level[0];
}

function mergeTwo(a: Profile, b: Profile): Profile {
  assertComparable(a, b, 'the first profile', 'the second profile');
  const capacity = smallerCapacity(a.capacity, b.capacity);
  const { cells } = capacity;
  return {
    rules: { ...a.rules },
    capacity,
    digest: addDigests(a.digest, b.digest),
    skipped: a.skipped + b.skipped,
    totals: {
      documents: add(a.totals.documents, b.totals.documents),
      tokens: add(a.totals.tokens, b.totals.tokens),
      bytes: add(a.totals.bytes, b.totals.bytes),
    },
    documents: mergeDocuments(a.documents, b.documents, capacity.documents),
    grams: [
      mergeUnigrams(a.grams[0], b.grams[0], cells[0]),
      mergeCells(a.grams[1], b.grams[1], cells[1]),
      mergeCells(a.grams[2], b.grams[2], cells[2]),
      mergeCells(a.grams[3], b.grams[3], cells[3]),
    ],
    sample: keepSample([...a.sample, ...b.sample]),
  };
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

/** Sum modulo 2^128 of two numbers of 32 hexadecimal digits. */
export function addDigests(a: string, b: string): string {
  const sum = (BigInt(`0x${a}`) + BigInt(`0x${b}`)) & ((1n << 128n) - 1n);
  return sum.toString(16).padStart(32, '0');
}
