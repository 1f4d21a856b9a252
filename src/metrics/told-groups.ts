/**
 * What the caller of the audit tells of groups and terms, for the metrics about them: metrics find it among the
 * pool's features. Each carries what was adjusted over all groups already, as a group can only be judged among all.
 */
import { shareRatioInterval } from '../stats/share-ratio.js';
import type { Estimate } from './metric.js';
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

const ALPHA = 0.05;

/**
 * The worst: among those beyond chance (p up to 0.05) the one whose whole interval lies furthest from 1, so that no
 * large group with a slight loss hides a small one that is gone; where none is, the least probable.
 *
 * `interval`: of the log ratio. `low`: only losses are bad.
 */
export function worstOf<T>(
  all: readonly T[],
  p: (each: T) => number,
  interval: (each: T) => readonly [number, number],
  low: boolean,
): T {
  const near = (each: T) => {
    const [from, to] = interval(each);
    return low ? -to : Math.max(-to, from);
  };
  const evident = all.filter((each) => p(each) <= ALPHA);
  if (evident.length > 0) return [...evident].sort((a, b) => near(b) - near(a) || p(a) - p(b))[0];
  return [...all].sort((a, b) => p(a) - p(b) || near(b) - near(a))[0];
}

/** A group's rate on either side, as an estimate: the others' documents are what the shares leave out. */
export function rateOf({ name, corpus: [a, n], reference: [b, m] }: ToldGroup): Estimate {
  return {
    value: a / n,
    reference: b / m,
    counts: { corpus: [n - a, n], reference: [m - b, m] },
    about: name,
  };
}

/** The interval of a group's rate. */
export function logInterval({ corpus: [a, n], reference: [b, m] }: ToldGroup): readonly [number, number] {
  const [low, high] = shareRatioInterval(n - a, n, m - b, m);
  return [Math.log(Math.max(low, 1e-9)), Math.log(Math.max(high, 1e-9))];
}

/** The interval of a figure, to two standard errors. */
export function logIntervalOf({ value, reference, logError }: ToldFigure): readonly [number, number] {
  const log = Math.log(value / reference);
  return [log - 2 * logError, log + 2 * logError];
}
