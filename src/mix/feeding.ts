/**
 * How generations feed on each other under a mixture, as a regime of the lab.
 *
 *   replace      nothing human after generation 1
 *   anchor       human documents drawn anew each time from those of generation 0
 *   replay       always the same human documents of generation 0
 *   fresh        human documents drawn anew each time from a supply that generation 0 has not seen
 *   accumulate   nothing is thrown away; what a generation adds holds human documents drawn as `anchor` draws them
 */
import { type Documents, documents } from '../lab/text/documents.js';

export const STRATEGIES = ['replace', 'anchor', 'replay', 'fresh', 'accumulate'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface Feeding {
  strategy: Strategy;
  /** Documents that a generation adds; its model writes as many. Generation 1 learns from all of generation 0. */
  documents: number;
  /** Of these, how many are human. */
  human: number;
  generations: number;
}

export interface HumanText {
  /** Generation 0. */
  first: Documents;
  /** Human documents that generation 0 has not; needed where fresh ones are drawn. */
  supply: Documents;
  /** Number of spellings. */
  types: number;
}

/** The documents that human ones are drawn from, if any are. */
export function drawnFrom({ strategy, human }: Feeding, { first, supply }: HumanText): Documents | undefined {
  if (human === 0 || strategy === 'replace') return undefined;
  if (strategy === 'fresh') return supply;
  if (strategy !== 'replay') return first;
  const same = Math.min(human, documents.size(first));
  return documents.take(
    first,
    Array.from({ length: same }, (_, d) => d),
  );
}

export function regimeOf({ strategy, human }: Feeding): string {
  if (strategy === 'accumulate') return human === 0 ? 'accumulate' : `accumulate+anchor:${human}`;
  return strategy === 'replace' || human === 0 ? 'replace' : `${strategy}:${human}`;
}

/** Tokens of the first n documents, which repeat where there are fewer: models write documents of these lengths. */
export function tokensWritten({ starts }: Documents, n: number): number {
  const size = starts.length - 1;
  return Math.floor(n / size) * starts[size] + starts[n % size];
}

export function meanLength(text: Documents): number {
  return text.starts[documents.size(text)] / documents.size(text);
}
