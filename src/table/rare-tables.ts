/**
 * What becomes of a rare category by chance alone, in closed form.
 *
 * "Rare in the reference" is itself an event of sampling: a category seen once is on average rarer than that, and a
 * fresh sample would often lack it. So the reference plays two parts that are disjoint: `a` of its m rows say what is
 * rare (there at all, and in at most 1 % of them), the other b say what a fresh sample then holds; the corpus is taken at
 * b rows too. Every figure is the mean over all ways to choose those rows (hypergeometric, hence no draws), and corpus
 * and remainder of the reference are treated alike, so that the mean over human tables is the same on both sides.
 */
import { lgamma } from '../stats/lgamma.js';

/** A category is rare in at most this share of the rows. */
export const RARE = 0.01;

export interface RareTables {
  /** Rows that corpus and reference are compared at. */
  b: number;
  /** [k] = probability that a category with k rows of the reference is rare. Beyond the end it is 0. */
  rare: Float64Array;
  /** [k] = probability that it is rare and stands in the remainder; and the rows there that are to be expected. */
  kept: Float64Array;
  rows: Float64Array;
  /** [c] = probability that a category with c rows of the corpus stands in b of them. Beyond the end it is 1. */
  present: Float64Array;
}

/** `n` rows of the corpus, `m` of the reference, m >= 4. */
export function rareTables(n: number, m: number): RareTables {
  const b = Math.max(1, Math.min(n, m >> 1));
  const a = m - b;
  const most = Math.max(1, Math.floor(RARE * a));
  const atMost = upTo(m, a, most);
  const fewer = upTo(m - 1, a - 1, most - 1);
  const none = absentTable(m, a);
  const length = atMost.length;
  const rare = new Float64Array(length);
  const kept = new Float64Array(length);
  const rows = new Float64Array(length);
  for (let k = 1; k < length; k++) {
    rare[k] = Math.max(0, atMost[k] - (none[k] ?? 0));
    const all = k <= most ? Math.exp(choose(m - k, a - k) - choose(m, a)) : 0;
    kept[k] = Math.max(0, rare[k] - all);
    rows[k] = Math.max(0, k * rare[k] - k * (a / m) * (fewer[k - 1] ?? 0));
  }
  return { b, rare, kept, rows, present: absentTable(n, b).map((p) => 1 - p) };
}

/** [c] = probability that b of n rows hold none of c given ones, until it is next to nothing. */
export function absentTable(n: number, b: number): Float64Array {
  const p = [1];
  while (p.at(-1)! > 1e-12 && p.length <= n) {
    const c = p.length - 1;
    p.push((p[c] * Math.max(0, n - b - c)) / (n - c));
  }
  return Float64Array.from(p);
}

/**
 * [k] = P(X <= most) for X of k marked rows among `a` drawn of m, until it is next to nothing. One more marked row is
 * the one too many exactly when `most` are drawn already and it is drawn as well.
 */
function upTo(m: number, a: number, most: number): Float64Array {
  const p = [1];
  for (let k = 0; k < m && p[k] > 1e-12; k++) {
    const drawn =
      k < most || most < 0 || a - most > m - k
        ? 0
        : Math.exp(choose(k, most) + choose(m - k, a - most) - choose(m, a));
    p.push(most < 0 ? 0 : Math.max(0, p[k] - (drawn * (a - most)) / (m - k)));
  }
  return Float64Array.from(p);
}

function choose(n: number, k: number): number {
  return k < 0 || k > n ? Number.NEGATIVE_INFINITY : lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}
