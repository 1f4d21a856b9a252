/**
 * Where every interval of a table comes from: the rows of both sides dealt out anew. A deal gives one side a balanced
 * part of the corpus's rows with the same part of the reference's, at the real sizes, as `audit/replicates.ts` does
 * with groups of documents. Rows are the units: a table has no text that its documents share, so nothing is lost by
 * dealing single rows, and nothing is to be had from groups.
 */
import { newRandom, type Random } from '../stats/random.js';

/** [row] = 0 in the corpus, 1 in the reference, 2 in neither. */
export type Deal = Uint8Array;

export interface Deals {
  /** The real one, then `exchanges` dealt anew, then `splits` of the reference in halves. */
  all: Deal[];
  exchanges: number;
  splits: number;
}

export const EXCHANGES = 100;
export const SPLITS = 40;

export function dealRows(n: number, m: number, seed: number): Deals {
  const real = new Uint8Array(n + m).fill(1, n);
  const all: Deal[] = [real];
  const fromCorpus = Math.round((n * n) / (n + m));
  for (let s = 0; s < EXCHANGES; s++) {
    const deal = new Uint8Array(n + m).fill(1);
    const random = newRandom(seed, 1, s);
    mark(deal, 0, n, fromCorpus, random);
    mark(deal, n, n + m, n - fromCorpus, random);
    all.push(deal);
  }
  for (let s = 0; s < SPLITS; s++) {
    const deal = new Uint8Array(n + m).fill(2, 0, n).fill(1, n);
    mark(deal, n, n + m, m >> 1, newRandom(seed, 2, s));
    all.push(deal);
  }
  return { all, exchanges: EXCHANGES, splits: SPLITS };
}

/** Sets `count` of the rows `from` … `to - 1` to 0, each set of them equally likely (Knuth's selection sampling). */
function mark(deal: Deal, from: number, to: number, count: number, random: Random): void {
  let wanted = count;
  for (let row = from; wanted > 0; row++) {
    if (random.uniform() * (to - row) >= wanted) continue;
    deal[row] = 0;
    wanted--;
  }
}
