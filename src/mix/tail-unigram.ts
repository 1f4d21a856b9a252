/**
 * The exact course of the vocabulary's tail where models learn words by their frequency alone (a unigram model).
 *
 * Every token that a generation learns from has a number of copies in the next generation's text which is binomial, with
 * a mean near 1: a Galton-Watson process in the limit of many tokens (Suresh et al. 2024, Corollary 1, whose g_k is our
 * 1 - exp(-w) for one token without human data). Human documents that join later are immigrants. A token that enters in
 * generation j has a descendant in the text of generation g with probability 1 - exp(-w_j), where
 *
 *   w_g = T / N_g        w_j = (S / N_j) (1 - exp(-w_{j+1}))  [+ w_{j+1} where generation j's text is kept]
 *
 * N_j being the tokens that generation j learns from, T those that generation g writes, S those of them that the next
 * generation takes. A type is gone when all its tokens are: with c tokens at generation 0,
 *
 *   P(gone) = exp(-c w_1) prod_{j=2..g} E exp(-w_j h_j)
 *
 * where h_j is how often it stands in the human documents drawn for generation j. These are a simple random sample of
 * whole documents, so the expectation is over the hypergeometric number of its documents that are drawn.
 *
 * The interval is for one run. The number of types gone varies (a) given the documents drawn, type by type; (b) with the
 * documents, whose rare types come or stay away together and whose lengths differ (projection on single documents, after
 * Hoeffding and Hajek, with the variance of sampling without replacement); less (c) what fixed numbers of tokens take away, by
 * regression on each generation's number, since types compete for places. Derived here; checked by simulation.
 */
import { documents } from '../lab/text/documents.js';
import { drawnFrom, type Feeding, type HumanText, meanLength, tokensWritten } from './feeding.js';
import { type Places, placesOf, type RareTypes } from './rare-types.js';

export interface TailMoments {
  generation: number;
  /** Of the share of rare types that survive. */
  mean: number;
  sd: number;
}

/** Rare types that are alike: the same number of tokens, and the same numbers of them in human documents. */
interface Alike {
  /** Tokens at generation 0. */
  count: number;
  /** Of each document to draw that holds the type. */
  times: Int32Array;
  types: number;
}

/** Human documents that each generation from the second on draws: `whole` times all, and `part` of them besides. */
interface Draw {
  size: number;
  whole: number;
  part: number;
}

/** Tokens; [0] is unused, [j] of generation j. */
interface Sizes {
  learnt: Float64Array;
  taken: number;
  written: number;
  keeps: boolean;
}

/** One entry a generation, from 1 on. */
export function unigramTail(text: HumanText, feeding: Feeding, rare: RareTypes): TailMoments[] {
  const source = drawnFrom(feeding, text);
  const places = source ? placesOf(rare, source) : undefined;
  const { alike, groupOf } = groups(rare, places);
  const draw = drawOf(feeding, source ? documents.size(source) : 0);
  const lengths = source ? meanLength(source) : 0;
  const drawn = draw.whole * draw.size + draw.part;
  const moments: TailMoments[] = [];
  for (let g = 1; g <= feeding.generations; g++) {
    const sizes = sizesOf(text, feeding, g, drawn, drawn * lengths);
    const w = weights(sizes, g);
    const gone = alike.map((each) => chanceGone(each, w, draw));
    const all = sumOver(alike, gone);
    const twice = w.map((each) => 2 * each);
    let variance =
      all -
      sumOver(
        alike,
        alike.map((each) => chanceGone(each, twice, draw)),
      );
    variance -= competition(alike, draw, sizes, g, all);
    if (source && places && draw.part > 0) {
      const byLength = w.map((_, j) =>
        j < 2 ? 0 : lengthEffect(alike, draw, sizes, g, j, drawn * lengths, all),
      );
      variance += drawnVariance(places, rare.counts.length, (rare) => gone[groupOf[rare]], w, draw, {
        starts: source.starts,
        byLength,
      });
    }
    const types = rare.counts.length;
    moments.push({ generation: g, mean: 1 - all / types, sd: Math.sqrt(Math.max(0, variance)) / types });
  }
  return moments;
}

function groups({ counts }: RareTypes, places: Places | undefined): { alike: Alike[]; groupOf: Int32Array } {
  const numbers = new Map<string, number>();
  const alike: Alike[] = [];
  const groupOf = Int32Array.from(counts, (count, rare) => {
    const times = places
      ? places.times.slice(places.from[rare], places.from[rare + 1]).sort()
      : new Int32Array(0);
    const key = `${count} ${times.join(' ')}`;
    let group = numbers.get(key);
    if (group === undefined) {
      group = alike.length;
      numbers.set(key, group);
      alike.push({ count, times, types: 0 });
    }
    alike[group].types++;
    return group;
  });
  return { alike, groupOf };
}

/** As the lab draws: of generation 0 no more than there is (all of `replay`'s), of the supply again and again. */
function drawOf({ strategy, human }: Feeding, size: number): Draw {
  if (size === 0) return { size, whole: 0, part: 0 };
  if (strategy !== 'fresh' && human >= size) return { size, whole: 1, part: 0 };
  return { size, whole: Math.floor(human / size), part: human % size };
}

function sizesOf(
  { first }: HumanText,
  { strategy, documents: n }: Feeding,
  generations: number,
  drawn: number,
  drawnTokens: number,
): Sizes {
  const keeps = strategy === 'accumulate';
  const taken = tokensWritten(first, Math.max(0, n - drawn));
  const learnt = new Float64Array(generations + 1).fill(drawnTokens + taken, 1);
  learnt[1] = first.pieces.length;
  if (keeps) for (let j = 2; j <= generations; j++) learnt[j] = learnt[j - 1] + drawnTokens + taken;
  return { learnt, taken, written: tokensWritten(first, n), keeps };
}

/** [j] = w_j. `more`[j] multiplies what generation j writes. */
function weights(
  { learnt, taken, written, keeps }: Sizes,
  g: number,
  more?: (j: number) => number,
): Float64Array {
  const w = new Float64Array(g + 1);
  w[g] = (written / learnt[g]) * (more?.(g) ?? 1);
  for (let j = g - 1; j >= 1; j--) {
    w[j] = -(taken / learnt[j]) * Math.expm1(-w[j + 1]) * (more?.(j) ?? 1) + (keeps ? w[j + 1] : 0);
  }
  return w;
}

function chanceGone({ count, times }: Alike, w: Float64Array, draw: Draw): number {
  let gone = Math.exp(-count * w[1]);
  if (times.length > 0) for (let j = 2; j < w.length; j++) gone *= notByDraw(times, w[j], draw);
  return gone;
}

/**
 * E exp(-w h) over one draw of documents. Given that s of the type's m documents are drawn, each s of them is as likely:
 * a sum over the elementary symmetric polynomials of exp(-w times).
 */
function notByDraw(times: Int32Array, w: number, { size, whole, part }: Draw): number {
  const m = times.length;
  const symmetric = new Float64Array(m + 1);
  symmetric[0] = 1;
  let every = 0;
  for (let i = 0; i < m; i++) {
    every += times[i];
    const z = Math.exp(-w * times[i]);
    for (let s = i + 1; s > 0; s--) symmetric[s] += z * symmetric[s - 1];
  }
  let sum = 0;
  for (let s = 0; s <= m; s++) sum += symmetric[s] * chanceOfThese(size, m, part, s);
  return sum * Math.exp(-w * whole * every);
}

/** That of m given documents exactly s given ones are among the `part` drawn of `size`. */
function chanceOfThese(size: number, m: number, part: number, s: number): number {
  let p = 1;
  for (let i = 0; i < s; i++) p *= (part - i) / (size - i);
  for (let i = 0; i < m - s; i++) p *= (size - part - i) / (size - s - i);
  return Math.max(0, p);
}

function sumOver(alike: readonly Alike[], gone: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < alike.length; i++) sum += alike[i].types * gone[i];
  return sum;
}

/** Steps of the derivatives, as shares. */
const STEP = 1e-4;

function totalGone(alike: readonly Alike[], w: Float64Array, draw: Draw): number {
  let sum = 0;
  for (const each of alike) sum += each.types * chanceGone(each, w, draw);
  return sum;
}

/** Variance that goes because each generation writes a fixed number of tokens, not a Poisson one. */
function competition(alike: readonly Alike[], draw: Draw, sizes: Sizes, g: number, all: number): number {
  let sum = 0;
  for (let step = 1; step <= g; step++) {
    const tokens = step === g ? sizes.written : sizes.taken;
    if (tokens === 0) continue;
    const w = weights(sizes, g, (j) => (j === step ? 1 + STEP : 1));
    const slope = (totalGone(alike, w, draw) - all) / STEP;
    sum += slope ** 2 / tokens;
  }
  return sum;
}

/** Change in the number gone for one more human token drawn for generation j: the others count for less. */
function lengthEffect(
  alike: readonly Alike[],
  draw: Draw,
  sizes: Sizes,
  g: number,
  j: number,
  drawnTokens: number,
  all: number,
): number {
  const more = STEP * drawnTokens;
  const learnt = sizes.learnt.slice();
  for (let l = j; l <= (sizes.keeps ? g : j); l++) learnt[l] += more;
  return (totalGone(alike, weights({ ...sizes, learnt }, g), draw) - all) / more;
}

/**
 * Variance of the number gone that comes of which documents are drawn, over all generations. A document's part in it,
 * the others at their averages, is F = sum of A_a prod_j exp(-w_j a I_j) over the numbers of times a that it holds a type,
 * with I_j = 1 where generation j draws it; to which its length adds linearly. F's variance is exact where each is drawn
 * by itself with chance f = part / size; a fixed number of them takes the variance of the linear parts' mean away.
 */
function drawnVariance(
  { from, documents: where, times }: Places,
  types: number,
  goneOf: (rare: number) => number,
  w: Float64Array,
  { size, part }: Draw,
  { starts, byLength }: { starts: Int32Array; byLength: Float64Array },
): number {
  const f = part / size;
  /** E exp(-w_j a I_j). */
  const average = (j: number, a: number) => 1 + f * Math.expm1(-w[j] * a);
  const overall = (a: number) => {
    let product = 1;
    for (let j = 2; j < w.length; j++) product *= average(j, a);
    return product;
  };
  const parts = Array.from({ length: size }, () => new Map<number, number>());
  const overalls = new Map<number, number>();
  for (let rare = 0; rare < types; rare++) {
    for (let i = from[rare]; i < from[rare + 1]; i++) {
      const a = times[i];
      if (!overalls.has(a)) overalls.set(a, overall(a));
      const own = parts[where[i]];
      own.set(a, (own.get(a) ?? 0) + goneOf(rare) / overalls.get(a)!);
    }
  }
  const linear = new Float64Array(w.length);
  let variance = 0;
  for (let d = 0; d < size; d++) {
    const length = starts[d + 1] - starts[d];
    for (const [a, one] of parts[d])
      for (const [b, other] of parts[d]) {
        const both = overalls.get(a + b) ?? overall(a + b);
        overalls.set(a + b, both);
        variance += one * other * (both - overalls.get(a)! * overalls.get(b)!);
      }
    for (let j = 2; j < w.length; j++) {
      let slope = 0;
      for (const [a, one] of parts[d]) {
        slope += (one * overalls.get(a)! * Math.expm1(-w[j] * a)) / average(j, a);
      }
      const long = byLength[j] * length;
      variance += f * (1 - f) * long * (2 * slope + long);
      linear[j] += slope + long;
    }
  }
  for (const sum of linear) variance -= (f * (1 - f) * sum ** 2) / size;
  return size > 1 ? Math.max(0, (variance * size) / (size - 1)) : 0;
}
