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
  /** The words of each side; made when first asked for. */
  words: () => { corpus: WordTally; reference: WordTally };
}

/** [w] = what one side's groups hold of word w. */
export interface WordTally {
  /** Occurrences. */
  count: Float64Array;
  /** Groups that hold it. */
  held: Uint8Array;
  /** Groups that hold it exactly once. */
  once: Uint8Array;
  /** The last of the groups that hold it. */
  holder: Uint8Array;
}

export function makePair(pool: Pool, corpus: Side, reference: Side, seed: number): Pair {
  let tallies: ReturnType<Pair['words']> | undefined;
  return {
    pool,
    corpus,
    reference,
    seed,
    words: () => {
      tallies ??= { corpus: tally(pool, corpus), reference: tally(pool, reference) };
      return tallies;
    },
  };
}

function tally({ words }: Pool, { member }: Side): WordTally {
  const { length, start, group } = words;
  const sums = {
    count: new Float64Array(length),
    held: new Uint8Array(length),
    once: new Uint8Array(length),
    holder: new Uint8Array(length),
  };
  for (let w = 0, i = 0; w < length; w++) {
    let count = 0;
    let held = 0;
    let once = 0;
    for (const end = start[w + 1]; i < end; i++) {
      const g = group[i];
      if (member[g] === 0) continue;
      count += words.count[i];
      once += words.once[i];
      held++;
      sums.holder[w] = g;
    }
    sums.count[w] = count;
    sums.held[w] = held;
    sums.once[w] = once;
  }
  return sums;
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
  const reference = sideOf(
    pool,
    all.map((j) => j + GROUPS),
  );
  return makePair(pool, sideOf(pool, all), reference, seed);
}

/** A sum over the side's groups. */
export function sumOver(side: Side, column: Float64Array): number {
  let sum = 0;
  for (let g = 0; g < POOLED; g++) if (side.member[g]) sum += column[g];
  return sum;
}
