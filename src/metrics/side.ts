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
  words: () => WordTallies;
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

/** `room` is a tally of another pair of this pool that is no longer needed. */
export function makePair(pool: Pool, corpus: Side, reference: Side, seed: number, room?: WordTallies): Pair {
  let tallies: WordTallies | undefined;
  return {
    pool,
    corpus,
    reference,
    seed,
    words: () => {
      tallies ??= fill(pool, corpus, reference, room ?? newTallies(pool));
      return tallies;
    },
  };
}

export interface WordTallies {
  corpus: WordTally;
  reference: WordTally;
}

export function newTallies({ words: { length } }: Pool): WordTallies {
  const side = () => ({
    count: new Float64Array(length),
    held: new Uint8Array(length),
    once: new Uint8Array(length),
    holder: new Uint8Array(length),
  });
  return { corpus: side(), reference: side() };
}

function fill({ words }: Pool, corpus: Side, reference: Side, room: WordTallies): WordTallies {
  const { length, start, group } = words;
  const c = room.corpus;
  const r = room.reference;
  const role = corpus.member.map((inCorpus, g) => (inCorpus ? 1 : reference.member[g] ? 2 : 0));
  for (let w = 0, i = 0; w < length; w++) {
    let countC = 0;
    let heldC = 0;
    let onceC = 0;
    let countR = 0;
    let heldR = 0;
    let onceR = 0;
    for (const end = start[w + 1]; i < end; i++) {
      const g = group[i];
      if (role[g] === 1) {
        countC += words.count[i];
        onceC += words.once[i];
        heldC++;
        c.holder[w] = g;
      } else if (role[g] === 2) {
        countR += words.count[i];
        onceR += words.once[i];
        heldR++;
        r.holder[w] = g;
      }
    }
    c.count[w] = countC;
    c.held[w] = heldC;
    c.once[w] = onceC;
    r.count[w] = countR;
    r.held[w] = heldR;
    r.once[w] = onceR;
  }
  return room;
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
