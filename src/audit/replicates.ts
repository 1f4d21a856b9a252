/**
 * Where every interval comes from: the same two corpora with their document groups dealt out anew.
 *
 * A replicate deals a balanced part of the corpus's groups together with the same part of the reference's to one
 * side and the rest to the other, at the sizes of the real comparison. Under the null it is a fresh human pair; when
 * the corpora differ, both sides hold the same mixture of them, so the difference itself does not widen the
 * interval. The spread of a metric's log ratio over the replicates is its standard error.
 *
 * With sizes alike these are balanced half-samples (McCarthy 1969; rows of a Hadamard matrix), which give the exact
 * variance of anything linear. We do not use the delete-one-group jackknife: for counts of types it is too wide by a
 * third and more (a type held by one group is either lost or not; the jackknife counts it twice), see
 * `docs/variability.md`.
 */
import { balancedDraws } from '../metrics/draws.js';
import { makePair, newTallies, type Pair, type Side, sideOf } from '../metrics/side.js';
import { permutation, rng } from '../stats/rng.js';

/** Replicates of the real comparison; 31 are all the balanced halves of 32 groups. */
export const REPLICATES = 31;
/** Splits of the reference against itself. */
export const SPLITS = 15;

/** The groups of both corpora dealt out anew, at the real sizes; each pair may be used until the next is asked for. */
export function* exchanges({ pool, corpus, reference, seed }: Pair): Generator<Pair> {
  if (!bothHold([corpus, reference])) return;
  const share = corpus.tokens / (corpus.tokens + reference.tokens);
  const alike = Math.abs(share - 0.5) < 0.05;
  const fromC = alike
    ? halves(corpus.groups, REPLICATES, seed + 1)
    : draws(corpus.groups, share, REPLICATES, seed + 1);
  const fromR = alike
    ? halves(reference.groups, REPLICATES, seed + 2)
    : draws(reference.groups, share, REPLICATES, seed + 2);
  const all = [...corpus.groups, ...reference.groups];
  const room = newTallies(pool);
  for (let s = 0; s < REPLICATES; s++) {
    const one = new Set([...fromC[s], ...fromR[s]]);
    const rest = all.filter((g) => !one.has(g));
    const sides = [sideOf(pool, one), sideOf(pool, rest)] as const;
    if (bothHold(sides)) yield makePair(pool, ...sides, seed + s, room);
  }
}

/** The reference's groups in two halves, one pair at a time likewise. */
export function* referenceSplits({ pool, reference, seed }: Pair): Generator<Pair> {
  const room = newTallies(pool);
  for (const half of halves(reference.groups, SPLITS, seed + 3)) {
    const one = new Set(half);
    const rest = reference.groups.filter((g) => !one.has(g));
    const sides = [sideOf(pool, one), sideOf(pool, rest)] as const;
    if (bothHold(sides)) yield makePair(pool, ...sides, seed, room);
  }
}

/** Of a few groups all may fall to one side; nothing can be compared with an empty one. */
function bothHold(sides: readonly Side[]): boolean {
  return sides.every(({ tokens }) => tokens > 0);
}

/**
 * Halves of up to 32 groups: the non-constant rows of Sylvester's Hadamard matrix, columns in random order, and each
 * row turned round at random, because its first column would else stand on one side in all of them.
 */
function halves(groups: readonly number[], count: number, seed: number): number[][] {
  const random = rng(seed);
  const column = permutation(32, random);
  const rows: number[][] = [];
  for (let row = 1; row <= count; row++) {
    const side = random(2) === 1;
    rows.push(groups.filter((_, i) => odd(row & column[i]) === side));
  }
  return rows;
}

function odd(bits: number): boolean {
  let parity = bits;
  for (const by of [16, 8, 4, 2, 1]) parity ^= parity >>> by;
  return (parity & 1) === 1;
}

function draws(groups: readonly number[], share: number, count: number, seed: number): number[][] {
  const size = Math.min(groups.length - 1, Math.max(1, Math.round(groups.length * share)));
  return balancedDraws(groups, size, count, seed).map((member) => groups.filter((g) => member[g] === 1));
}
