import { GROUPS } from '../profile/profile.js';
import { POOLED, type Pool } from './pool.js';

/** A set of document groups of a pool, with what every metric asks of it. */
export interface Side {
  /** Bits of the corpus's and the reference's groups. */
  corpus: number;
  reference: number;
  /** [g] = 1 where group g belongs to the side; 64 entries. */
  member: Uint8Array;
  /** The groups that hold tokens, ascending. */
  groups: number[];
  tokens: number;
  texts: number;
  /** Squared coefficient of variation of the groups' tokens (with n - 1). */
  cv2: number;
}

/** What a metric compares. It cannot tell the corpus from a part of the reference. */
export interface Pair {
  pool: Pool;
  corpus: Side;
  reference: Side;
  /** Seed of every draw a metric makes. */
  seed: number;
}

export function sideOf(pool: Pool, groups: Iterable<number>): Side {
  const member = new Uint8Array(POOLED);
  const held: number[] = [];
  let corpus = 0;
  let reference = 0;
  let tokens = 0;
  let texts = 0;
  for (const g of groups) {
    if (member[g] || pool.sums.tokens[g] <= 0) continue;
    member[g] = 1;
    held.push(g);
    if (g < GROUPS) corpus |= 1 << g;
    else reference |= 1 << (g - GROUPS);
    tokens += pool.sums.tokens[g];
    texts += pool.sums.texts[g];
  }
  held.sort((a, b) => a - b);
  const mean = tokens / held.length;
  let square = 0;
  for (const g of held) square += (pool.sums.tokens[g] - mean) ** 2;
  const cv2 = held.length > 1 ? square / (held.length - 1) / mean ** 2 : 0;
  return { corpus, reference, member, groups: held, tokens, texts, cv2 };
}

/** The corpus against the reference. */
export function wholePair(pool: Pool, seed: number): Pair {
  const all = Array.from({ length: GROUPS }, (_, j) => j);
  return {
    pool,
    corpus: sideOf(pool, all),
    reference: sideOf(
      pool,
      all.map((j) => j + GROUPS),
    ),
    seed,
  };
}

/** A sum over the side's groups. */
export function sumOver(side: Side, column: Float64Array): number {
  let sum = 0;
  for (let g = 0; g < POOLED; g++) if (side.member[g]) sum += column[g];
  return sum;
}
