/**
 * What of partly human documents is certain to be human. Of a source that is partly human nobody knows which documents are.
 * Where each is human with probability p, by itself, the human tokens of some documents are a random sum, and Chernoff's
 * bound (1952) says how low it can be: for any tilt s > 0, with w the tokens of a document,
 *
 *   P(sum <= x) <= exp(s x + sum of ln(1 - p + p exp(-s w)))
 *
 * so that with the right side at (1 - c) / n the sum is above x in all of n shards with confidence c. Every tilt gives a
 * valid x; the highest over a few of them around the best one is taken. At the best tilt it is never below what Hoeffding's
 * inequality (1963) gives, and it counts what that does not: that a p near 1 leaves little to luck.
 *
 * A document that comes up to r times is human in all of them or in none: it counts as 1/r of one r times as long each
 * time, which is no less than its due, as the sum's terms are convex in w.
 */

export interface Luck {
  /** -ln of the chance that is left to one shard; 0: lower ends count as they are. */
  level: number;
  /** Of a token, ascending. */
  tilts: number[];
}

/** Steps of half an octave to both sides of the best tilt of a normal sum. */
const STEPS = 4;

/** `variance`: that of the human tokens of one shard, about. */
export function newLuck(confidence: number, shards: number, variance: number): Luck {
  if (confidence === 0) return { level: 0, tilts: [] };
  const level = Math.log(shards / (1 - confidence));
  if (variance === 0) return { level, tilts: [] };
  const best = Math.sqrt((2 * level) / variance);
  const tilts = Array.from({ length: 2 * STEPS + 1 }, (_, i) => best * 2 ** ((i - STEPS) / 2));
  return { level, tilts };
}

/** Adds (1) or takes away (-1) a document of `tokens` that is human with probability `p`, 0 < p < 1, up to `copies` times. */
export function addLuck(
  { tilts }: Luck,
  curve: Float64Array,
  tokens: number,
  p: number,
  copies: number,
  sign: 1 | -1 = 1,
): void {
  for (let i = 0; i < tilts.length; i++) {
    curve[i] += (sign * Math.log1p(p * Math.expm1(-tilts[i] * tokens * copies))) / copies;
  }
}

/** Human tokens that are certain; `mean` where luck does not count. */
export function leastOf({ level, tilts }: Luck, curve: Float64Array, mean: number): number {
  if (level === 0) return mean;
  let least = 0;
  for (let i = 0; i < tilts.length; i++) least = Math.max(least, (-level - curve[i]) / tilts[i]);
  return Math.min(least, mean);
}
