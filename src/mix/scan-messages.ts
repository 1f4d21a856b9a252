/** What the scan of a piece of a source is told, and what it finds. Plain data, for threads. */
import type { ReadOptions, Shard } from '../corpus/index.js';

export interface ScanRequest {
  shard: Shard;
  read: ReadOptions;
  /** Look for near-copies, for loops. */
  signatures: boolean;
  loops: boolean;
  /** Attribute files of the whole input, which is then not cut into pieces. */
  attributes: string[];
  keep: { attribute: string; min?: number; max?: number }[];
  /** What the strata are of: a field of the record, or an attribute. */
  stratum?: { field?: string; attribute?: string };
  /** Where records go that do not lie in a file line by line; none: they are only measured. */
  spool?: string;
  /** Gather the kinds of values of each field. */
  columns: boolean;
}

/** Bits of `flags`. */
export const FLAG = {
  /** Has members `origin` or `source` of its own. */
  taken: 1,
  /** Is a bare string. */
  bare: 2,
  /** Says itself that it is not human. */
  disowned: 4,
} as const;

/** Documents that pass the filters on single documents, in the order of the file. */
export interface ScannedPart {
  tokens: Uint32Array;
  /** Low and high word of the text's hash. */
  low: Uint32Array;
  high: Uint32Array;
  /** Where the record lies: in the input, or in the spool. */
  offset: Float64Array;
  bytes: Uint32Array;
  flags: Uint8Array;
  /** Index into `stratumNames`, where strata were asked for. */
  strata: Uint32Array;
  stratumNames: string[];
  /** 64 bytes each, where asked for. */
  signatures: Uint8Array;
  tally: ScanTally;
  /** Bits of `KIND` by field. */
  columns: Record<string, number>;
}

export interface ScanTally {
  documents: number;
  tokens: number;
  /** Records without text or without words. */
  blank: number;
  /** Left out by each filter, in documents. */
  attributes: number;
  loops: number;
}

/** Kinds of values of a field. */
export const KIND = { text: 1, integer: 2, number: 4, boolean: 8, other: 16, null: 32 } as const;

export const NO_STRATUM = '(none)';
