/**
 * Rates of lists of words and phrases, from the profile's counts of words and 2- to 4-grams. The error of a rate is
 * that of a ratio estimator over document groups (a list that one long document repeats is one event), and never
 * below that of as many independent occurrences.
 */
import type { Pool } from '../metrics/pool.js';
import { hashBytes, hashStarts, mix } from '../profile/hash.js';
import { type CellTable, GROUPS, ORDERS, type Profile, type TokeniserName } from '../profile/profile.js';
import { tokenise } from '../profile/tokenise.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { DataError } from '../util/errors.js';
import { intervalAround, pOf } from './compare.js';
import type { AuditResult, TermResult, Warning } from './result.js';
import { trendOf } from './trend.js';

export interface TermList {
  name: string;
  /** Words, or phrases of up to four words. */
  terms: string[];
}

/** Throws DataError for a term of no word or of more than four. Terms that a full profile no longer holds are told. */
export function measureTerms(
  lists: readonly TermList[],
  corpus: Profile,
  reference: Profile,
  earlier: readonly Pick<AuditResult, 'terms'>[],
): { rows: TermResult[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const rows = lists.flatMap(({ name, terms }): Omit<TermResult, 'q' | 'direction'>[] => {
    const keys = new Map<string, Key>();
    for (const term of terms) {
      const key = keyOf(name, term, corpus);
      keys.set(`${key.n}:${key.hash}`, key);
    }
    const kept = [...keys.values()].filter((key) => isKept(key, corpus) && isKept(key, reference));
    if (kept.length < keys.size) {
      warnings.push({
        id: 'terms',
        message: `${keys.size - kept.length} of ${keys.size} terms of "${name}" are left out: the profiles outgrew --memory and hold a part of the phrases only.`,
      });
    }
    if (kept.length === 0) return [];
    const here = rateOf(kept, corpus);
    const there = rateOf(kept, reference);
    const log = Math.log(here.smooth / there.smooth);
    const error = Math.hypot(here.error, there.error);
    const before = earlier.flatMap((each) => {
      const row = each.terms?.find((list) => list.name === name);
      return row ? [{ log: Math.log(Math.max(row.rate, there.least)), error: row.error }] : [];
    });
    const points = [there, here].map((each) => ({ log: Math.log(each.smooth), error: each.error }));
    return [
      {
        name,
        terms: kept.length,
        rate: here.rate,
        referenceRate: there.rate,
        error: here.error,
        referenceError: there.error,
        ratio: here.smooth / there.smooth,
        ci: intervalAround(log, error),
        p: pOf(log, error),
        trend: trendOf([points[0], ...before, points[1]]),
      },
    ];
  });
  const q = benjaminiHochberg(rows.map(({ p }) => p));
  return {
    rows: rows.map((row, i): TermResult => {
      const own = q[i] ?? 1;
      return { ...row, q: own, direction: own > 0.05 ? 'as many' : row.ratio > 1 ? 'more' : 'fewer' };
    }),
    warnings,
  };
}

/** Lets the metric of terms find them. */
export function tellTerms({ features }: Pool, rows: readonly TermResult[]): void {
  const told = rows.map(({ name, ratio, referenceRate, rate, error, referenceError, q }) => ({
    name,
    value: referenceRate > 0 ? referenceRate * ratio : rate,
    reference: referenceRate > 0 ? referenceRate : rate / ratio,
    logError: Math.hypot(error, referenceError),
    noiseError: Math.SQRT2 * referenceError,
    p: q,
  }));
  features.set('terms', told);
}

interface Key {
  n: number;
  /** 59 bits. */
  hash: bigint;
}

function keyOf(list: string, term: string, { rules }: Profile): Key {
  const tokens = tokenise(term, rules.tokeniser.replace(/-\d+$/, '') as TokeniserName);
  if (tokens.length === 0 || tokens.length > ORDERS) {
    throw new DataError(
      `terms "${list}": "${term}" has ${tokens.length} words, and phrases of 1 to ${ORDERS} are counted. Change or drop it`,
    );
  }
  const start = hashStarts(rules.seed).token;
  const encoder = new TextEncoder();
  const hashes = tokens.map((token) => hashBytes(encoder.encode(token), start));
  const chain = hashes.slice(1).reduce((hash, next) => mix(hash, next), hashes[0]);
  return { n: tokens.length, hash: chain >> 5n };
}

/** Whether a table over its capacity still counts this n-gram. */
function isKept({ n, hash }: Key, { grams }: Profile): boolean {
  return hash >> BigInt(59 - grams[n - 1].shift) === 0n;
}

interface Rate {
  /** Per million tokens; `smooth` is never 0, `least` is what half an occurrence would be. */
  rate: number;
  smooth: number;
  least: number;
  error: number;
}

function rateOf(keys: readonly Key[], { grams, totals }: Profile): Rate {
  const counts = new Float64Array(GROUPS);
  for (const { n, hash } of keys) addCounts(grams[n - 1], hash, counts);
  const tokens = totals.tokens.reduce((a, b) => a + b, 0);
  const count = counts.reduce((a, b) => a + b, 0);
  const rate = count / tokens;
  const held = totals.tokens.reduce((sum, own) => sum + (own > 0 ? 1 : 0), 0);
  let square = 0;
  for (let j = 0; j < GROUPS; j++) square += (counts[j] - rate * totals.tokens[j]) ** 2;
  const byGroups = count > 0 && held > 1 ? Math.sqrt((square * held) / (held - 1)) / count : 0;
  const smooth = Math.max(count, 0.5) / tokens;
  return {
    rate: 1e6 * rate,
    smooth: 1e6 * smooth,
    least: 5e5 / tokens,
    error: Math.max(byGroups, 1 / Math.sqrt(Math.max(count, 0.5))),
  };
}

/** Adds the counts of one n-gram by document group. */
function addCounts({ length, keys, counts }: CellTable, hash: bigint, into: Float64Array): void {
  const hi = Number(hash >> 27n);
  const lo = Number(hash & 0x7ffffffn);
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const h = keys[2 * middle + 1];
    if (h < hi || (h === hi && keys[2 * middle] >>> 5 < lo)) from = middle + 1;
    else to = middle;
  }
  for (let i = from; i < length && keys[2 * i + 1] === hi && keys[2 * i] >>> 5 === lo; i++) {
    into[keys[2 * i] & (GROUPS - 1)] += counts[i];
  }
}
