/**
 * What the caller of the audit tells of groups and terms, for the metrics about them: metrics find it among the
 * pool's features. Each carries what was adjusted over all groups already, as a group can only be judged among all.
 */
import type { Pool } from './pool.js';

/** The documents of one group. */
export interface ToldGroup {
  /** `dialect = aave`. */
  name: string;
  /** Documents of the group, of all documents of its side. */
  corpus: [count: number, of: number];
  reference: [count: number, of: number];
  /** One-sided, that chance leaves so few in the corpus; Holm over all groups. */
  lostP: number;
  /** Two-sided; Benjamini-Hochberg over all groups. */
  q: number;
}

/** A figure of one group or list that was measured by itself. */
export interface ToldFigure {
  name: string;
  value: number;
  reference: number;
  logError: number;
  noiseError: number;
  /** Adjusted over all. */
  p: number;
}

/** By name of the feature. */
export interface Told {
  groups: ToldGroup[];
  'group-coverage': ToldFigure[];
  terms: ToldFigure[];
}

export function told<K extends keyof Told>({ features }: Pool, name: K): Told[K] | undefined {
  return features.get(name) as Told[K] | undefined;
}

/** The most evident; among equals the one whose ratio lies furthest from 1 (downwards only, with `low`). */
export function worstOf<T>(
  all: readonly T[],
  p: (each: T) => number,
  log: (each: T) => number,
  low: boolean,
): T {
  const far = (each: T) => (low ? -log(each) : Math.abs(log(each)));
  return [...all].sort((a, b) => p(a) - p(b) || far(b) - far(a))[0];
}
