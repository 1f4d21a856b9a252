/**
 * Two corpora pooled: the corpus's document groups are numbered 0 … 31, the reference's 32 … 63, and every statistic
 * is kept by group. A metric is a function of two disjoint sets of groups, so the same code measures the corpus
 * against the reference, the reference against itself (the noise floor), and both dealt out anew (the standard
 * error).
 *
 * Copies of a text are taken out here, so every metric but `repetition/duplicates` sees each distinct text once. A
 * word count written by one text alone is divided by that text's copies, exactly; one shared by several texts is
 * scaled by the share of distinct tokens in its group, which is exact on average.
 */
import {
  type DocumentTable,
  FLAG_LOOPS,
  GROUPS,
  ORDERS,
  type Profile,
  type TokeniserName,
} from '../profile/profile.js';
import { entropySlope } from './entropy-slope.js';
import { type Holders, holdersOf } from './holders.js';
import { type NearCopies, nearCopiesOf } from './near-copies.js';
import { sharedCells } from './shared-cells.js';
import { deflatedWindows } from './windows.js';

/** Groups of a pool: 32 of the corpus, then 32 of the reference. */
export const POOLED = 2 * GROUPS;

/** Word counts: the cells of word w are start[w] … start[w + 1] - 1. */
export interface WordCells {
  length: number;
  start: Uint32Array;
  /** 0 … 63. */
  group: Uint8Array;
  /** Occurrences in distinct texts; whole numbers unless copies had to be averaged out. */
  count: Float64Array;
  /** 1 where the cell is a single occurrence. */
  once: Uint8Array;
  /** Words for each one here: above 1 where a profile over its memory budget keeps a random slice of the words. */
  scale: number;
}

/** [g] = a sum over group g. Where a document table is a slice, all but `tokens` are of the slice. */
export interface GroupSums {
  /** Tokens in distinct texts. */
  tokens: Float64Array;
  texts: Float64Array;
  /** Documents, copies included. */
  documents: Float64Array;
  /** Documents that loop, copies included. */
  looping: Float64Array;
  /** Distinct texts with a token, and the sums of the logarithms of their tokens and of the squares of these. */
  nonEmpty: Float64Array;
  logTokens: Float64Array;
  logTokens2: Float64Array;
  /** [n - 1][g] = n-grams in distinct texts of group g, all occurrences: max(0, tokens - n + 1) of each text. */
  places: Float64Array[];
  /** Windows of the document sample and their bytes after deflate (see `windows.ts`). */
  windows: Float64Array;
  deflated: Float64Array;
}

export interface Pool {
  words: WordCells;
  sums: GroupSums;
  /** [n - 1]: which groups hold the n-grams of order n. */
  holders: Holders[];
  /** See `entropy-slope.ts`; made when first asked for. */
  entropySlope: () => number;
  /** Made when first asked for. */
  nearCopies: () => NearCopies;
  tokeniser: TokeniserName;
  /** The document samples of both corpora. */
  texts: PooledText[];
  /** What several metrics know of every text of `texts`, by name; see `text-feature.ts`. */
  features: Map<string, unknown>;
}

/** A member of a document sample. */
export interface PooledText {
  /** Of the whole text: 16 hexadecimal digits. */
  hash: string;
  text: string;
  /** True where the text goes on. */
  cut: boolean;
  /** 0 … 63. */
  group: number;
}

export function poolProfiles(corpus: Profile, reference: Profile): Pool {
  const holders: Holders[] = [];
  for (let n = 1; n <= ORDERS; n++) holders.push(holdersOf(corpus.grams[n - 1], reference.grams[n - 1]));
  const words = wordCells(corpus, reference);
  const sums = groupSums([corpus, reference]);
  let slope: number | undefined;
  let near: NearCopies | undefined;
  return {
    words,
    sums,
    holders,
    entropySlope: () => {
      slope ??= entropySlope(words, sums);
      return slope;
    },
    nearCopies: () => {
      near ??= nearCopiesOf(corpus, reference);
      return near;
    },
    tokeniser: corpus.rules.tokeniser.replace(/-\d+$/, '') as TokeniserName,
    texts: [...pooledTexts(corpus, 0), ...pooledTexts(reference, GROUPS)],
    features: new Map(),
  };
}

function pooledTexts({ sample }: Profile, firstGroup: number): PooledText[] {
  return sample.map(({ hash, text, cut }) => ({
    hash,
    text,
    cut,
    group: firstGroup + (Number.parseInt(hash.slice(-2), 16) & (GROUPS - 1)),
  }));
}

function groupSums(profiles: [Profile, Profile]): GroupSums {
  const column = () => new Float64Array(POOLED);
  const sums: GroupSums = {
    tokens: column(),
    texts: column(),
    documents: column(),
    looping: column(),
    nonEmpty: column(),
    logTokens: column(),
    logTokens2: column(),
    places: Array.from({ length: ORDERS }, column),
    windows: column(),
    deflated: column(),
  };
  profiles.forEach((profile, side) => {
    const first = side * GROUPS;
    const table = profile.documents;
    for (let i = 0; i < table.length; i++) {
      const g = first + (table.hashes[2 * i] & (GROUPS - 1));
      sums.texts[g]++;
      sums.documents[g] += table.copies[i];
      if (table.flags[i] & FLAG_LOOPS) sums.looping[g] += table.copies[i];
      if (table.tokens[i] > 0) {
        sums.nonEmpty[g]++;
        sums.logTokens[g] += Math.log(table.tokens[i]);
        sums.logTokens2[g] += Math.log(table.tokens[i]) ** 2;
      }
      for (let n = 0; n < ORDERS; n++) sums.places[n][g] += Math.max(0, table.tokens[i] - n);
    }
    const share = distinctShare(table);
    const { windows, deflated } = deflatedWindows(profile.sample);
    for (let j = 0; j < GROUPS; j++) {
      sums.tokens[first + j] = profile.totals.tokens[j] * share[j];
      sums.windows[first + j] = windows[j];
      sums.deflated[first + j] = deflated[j];
    }
  });
  return sums;
}

/** Share of each group's tokens that stand in distinct texts (1 where there are no copies). */
function distinctShare(documents: DocumentTable): Float64Array {
  const distinct = new Float64Array(GROUPS);
  const all = new Float64Array(GROUPS);
  for (let i = 0; i < documents.length; i++) {
    const j = documents.hashes[2 * i] & (GROUPS - 1);
    distinct[j] += documents.tokens[i];
    all[j] += documents.tokens[i] * documents.copies[i];
  }
  return distinct.map((tokens, j) => (all[j] > 0 ? tokens / all[j] : 1));
}

function wordCells(corpus: Profile, reference: Profile): WordCells {
  const a = corpus.grams[0];
  const b = reference.grams[0];
  const [na, nb] = sharedCells(a, b);
  const cells = na + nb;
  const words: WordCells = {
    length: 0,
    start: new Uint32Array(cells + 1),
    group: new Uint8Array(cells),
    count: new Float64Array(cells),
    once: new Uint8Array(cells),
    scale: 2 ** Math.max(a.shift, b.shift),
  };
  const putA = cellWriter(corpus, 0, words);
  const putB = cellWriter(reference, GROUPS, words);
  let ia = 0;
  let ib = 0;
  let at = 0;
  while (ia < na || ib < nb) {
    const fromA = ia < na && (ib >= nb || compare(a.keys, ia, b.keys, ib) <= 0);
    const keys = fromA ? a.keys : b.keys;
    const lo = keys[2 * (fromA ? ia : ib)] >>> 5;
    const hi = keys[2 * (fromA ? ia : ib) + 1];
    const w = words.length++;
    words.start[w] = at;
    for (; ia < na && a.keys[2 * ia] >>> 5 === lo && a.keys[2 * ia + 1] === hi; ia++) putA(ia, at++);
    for (; ib < nb && b.keys[2 * ib] >>> 5 === lo && b.keys[2 * ib + 1] === hi; ib++) putB(ib, at++);
  }
  words.start[words.length] = at;
  return words;
}

/** Compares the types (not the groups) of two cells. */
function compare(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  return a[2 * i + 1] - b[2 * j + 1] || (a[2 * i] >>> 5) - (b[2 * j] >>> 5);
}

/** Copies cell i of the profile's words to place `at`, without the copies of texts. */
function cellWriter(profile: Profile, firstGroup: number, words: WordCells) {
  const { documents } = profile;
  const { keys, counts, owners } = profile.grams[0];
  const share = distinctShare(documents);
  const copiesOf = new Map<number, number>();
  for (let i = 0; i < documents.length; i++) {
    if (documents.copies[i] > 1) copiesOf.set(documents.hashes[2 * i] || 1, documents.copies[i]);
  }
  return (i: number, at: number) => {
    const j = keys[2 * i] & (GROUPS - 1);
    const alone = owners[i] !== 0;
    words.group[at] = firstGroup + j;
    words.count[at] = alone ? counts[i] / (copiesOf.get(owners[i]) ?? 1) : counts[i] * share[j];
    words.once[at] = alone && words.count[at] === 1 ? 1 : 0;
  };
}
