/**
 * The profile: a mergeable summary of a corpus. One streaming pass makes it, and
 * profile(A) + profile(B) = profile(A and B) exactly, in any order and byte for byte, because every field is
 * a sum of integers, a set with a fixed rule for which members stay, or a minimum.
 *
 * Documents fall into 32 groups by a hash of their text, so copies of a text share a group whatever their id,
 * file or shard; the delete-one-group jackknife, incidence and equal-size comparison all come from the one
 * pass. Copies of a text stay in the counts (a sum cannot forget), but the document table knows how many
 * there are and each unigram cell knows whether one text alone wrote it, so the audit can take them out.
 *
 * Coordinated sampling: a table over its capacity keeps only keys whose hash lies below 2^(59-k), with the
 * smallest k at which the final table fits. Keys are sorted by hash, so that is a prefix, and the same rule
 * holds for every corpus: two profiles always hold the same slice of type space.
 */

/** Number of document groups: 5 bits of every key. */
export const GROUPS = 32;

/** Longest n-gram counted. */
export const ORDERS = 4;

export type TokeniserName = 'words' | 'whitespace';

/** What two profiles must share before they may be merged or compared. */
export interface ProfileRules {
  /** Version of the profile's layout and of all its counting rules. */
  format: 2;
  /** Name and version of the tokeniser, e.g. `words-1`. */
  tokeniser: string;
  /** Seed of all hashes: it decides groups, thresholds and the document sample. Default 0. */
  seed: number;
}

/**
 * How often each n-gram of one order occurs in each document group. Sorted by key, ascending, without
 * repeats; an n-gram's groups lie side by side.
 */
export interface CellTable {
  /** Number of cells. */
  length: number;
  /** 2 words a cell: [2i] low, [2i+1] high word of the 64-bit key = 59 bits of hash << 5 | group. */
  keys: Uint32Array;
  /** Occurrences, all copies included; saturates at 2^32 - 1. */
  counts: Uint32Array;
  /** Only hashes below 2^(59 - shift) are kept; 0 = all. */
  shift: number;
}

/** Unigrams also know who wrote them and how they are spelled. */
export interface UnigramTable extends CellTable {
  /**
   * Low 32 bits of the hash of the only text that holds this word in this group (with 0 replaced by 1), or 0
   * when several distinct texts do.
   */
  owners: Uint32Array;
  /** Spelling of each distinct word, in the order of the keys (one entry for all groups of a word). */
  words: string[];
}

/** The distinct texts, sorted by hash ascending. */
export interface DocumentTable {
  length: number;
  /** 2 words a text: [2i] low, [2i+1] high word of its 64-bit hash. The group is the low 5 bits. */
  hashes: Uint32Array;
  /** How many documents have this very text, at least 1. */
  copies: Uint32Array;
  /** Tokens in the text. */
  tokens: Uint32Array;
  /** Bit 0: the text loops (see `metrics/loops.ts`). */
  flags: Uint8Array;
  /** 64 bytes a text: what finds its near-copies (see `signature.ts`). */
  signatures: Uint8Array;
  /** Only hashes below 2^(64 - shift) are kept; 0 = all. */
  shift: number;
}

export const FLAG_LOOPS = 1;

/** Sums over the documents of each group, all copies included; arrays of length GROUPS. */
export interface GroupTotals {
  documents: Float64Array;
  tokens: Float64Array;
  bytes: Float64Array;
}

/** A member of the bottom-k sample of distinct texts by hash. */
export interface SampledDocument {
  /** 16 hexadecimal digits of the text's hash. */
  hash: string;
  /** Smallest id (by code unit) among the copies that have one. */
  id?: string;
  /** The first 8,192 bytes of the text, cut at a character. */
  text: string;
  /** True where the text goes on. */
  cut: boolean;
}

/** How many cells each table may hold: derived from `--memory`, not part of the rules; merging takes the minimum. */
export interface Capacity {
  /** Index 0 = unigrams … 3 = 4-grams. */
  cells: [number, number, number, number];
  documents: number;
}

export interface Profile {
  rules: ProfileRules;
  capacity: Capacity;
  /**
   * Identity of the input, free of order and of how it was split into files: the sum modulo 2^128 of a hash
   * of every document, as 32 hexadecimal digits.
   */
  digest: string;
  /** Bad records that were skipped at the user's wish. */
  skipped: number;
  totals: GroupTotals;
  documents: DocumentTable;
  /** Orders 1 to 4. */
  grams: [UnigramTable, CellTable, CellTable, CellTable];
  /** Sorted by hash: the longest prefix of at most 2,000 texts and 4 MiB of kept text. */
  sample: SampledDocument[];
}
