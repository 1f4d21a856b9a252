/**
 * How generations feed on each other under a mixture, in the words of the mixture file and as a regime of the lab.
 *
 *   replace      nothing human after generation 1
 *   anchor       human documents drawn anew each time from those of generation 0
 *   fresh        human documents drawn anew each time from a supply that generation 0 has not seen
 *   accumulate   nothing is thrown away; what a generation adds holds human documents of the supply, or none
 */
import { type Documents, documents } from '../lab/text/documents.js';

export const STRATEGIES = ['replace', 'anchor', 'fresh', 'accumulate'] as const;
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
  return strategy === 'anchor' ? first : supply;
}

export function regimeOf({ strategy, human }: Feeding): string {
  if (strategy === 'replace' || (human === 0 && strategy !== 'accumulate')) return 'replace';
  if (strategy === 'accumulate') return human === 0 ? 'accumulate' : `accumulate+fresh:${human}`;
  return `${strategy}:${human}`;
}

/** Documents that a share of `of` makes. */
export function documentsOf(share: number, of: number): number {
  return Math.round(share * of);
}

/** Tokens of the first n documents, which repeat where there are fewer: models write documents of these lengths. */
export function tokensWritten({ starts }: Documents, n: number): number {
  const size = starts.length - 1;
  return Math.floor(n / size) * starts[size] + starts[n % size];
}

export function meanLength(text: Documents): number {
  return text.starts[documents.size(text)] / documents.size(text);
}
