/**
 * Groups that run into each other: pairs whose words lie nearer to each other in the corpus than in the reference.
 *
 * The distance is the squared one of the word frequencies, each word weighted by one over its frequency in the
 * reference (chi-squared). Its plug-in grows with sampling noise, so products of a document group with itself are
 * left out, which makes it unbiased at any size; its error is the delete-one-group jackknife of each side. Only the
 * words that the reference uses often enough to weigh are looked at.
 */
import { GROUPS, type Profile } from '../profile/profile.js';
import { holm } from '../stats/holm.js';
import { pOf } from './compare.js';
import type { Merging } from './result.js';
import type { SlicedField } from './slices.js';

/** Groups compared in pairs, the largest. */
const MOST_GROUPS = 12;
const LEAST_COUNT = 20;
const MOST_WORDS = 20_000;
const ALPHA = 0.05;
/** Pairs are told whose distance is at most this part of the reference's. */
const NEARER = 2 / 3;

export function mergingGroups({ values }: SlicedField): Merging[] {
  const both = values.flatMap(({ value, corpus, reference }) =>
    corpus && reference ? [{ value, corpus, reference }] : [],
  );
  const groups = both.slice(0, MOST_GROUPS);
  if (groups.length < 2) return [];
  const words = weighedWords(groups.map(({ reference }) => reference));
  const inCorpus = groups.map(({ corpus }) => vectorOf(corpus, words));
  const inReference = groups.map(({ reference }) => vectorOf(reference, words));
  const pairs: (Omit<Merging, 'p'> & { p: number })[] = [];
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      const corpus = distance(inCorpus[a], inCorpus[b]);
      const reference = distance(inReference[a], inReference[b]);
      const nearer = reference.value - corpus.value;
      const p = pOf(nearer, Math.hypot(corpus.error, reference.error)) / 2;
      pairs.push({
        groups: [groups[a].value, groups[b].value],
        corpus: corpus.value,
        reference: reference.value,
        p: nearer > 0 ? p : 1 - p,
      });
    }
  }
  const adjusted = holm(pairs.map(({ p }) => p));
  return pairs
    .map((pair, i) => ({ ...pair, p: adjusted[i] }))
    .filter(({ corpus, reference, p }) => p <= ALPHA && corpus <= NEARER * reference)
    .sort((a, b) => a.p - b.p);
}

/** By the first 53 bits of a word's hash: its place and weight. */
interface Weighed {
  place: Map<number, number>;
  weight: Float64Array;
}

function weighedWords(profiles: readonly Profile[]): Weighed {
  const counts = new Map<number, number>();
  let tokens = 0;
  for (const { grams, totals } of profiles) {
    tokens += totals.tokens.reduce((a, b) => a + b, 0);
    const [{ length, keys, counts: own }] = grams;
    for (let i = 0; i < length; i++) {
      const key = keyAt(keys, i);
      counts.set(key, (counts.get(key) ?? 0) + own[i]);
    }
  }
  const chosen = [...counts]
    .filter(([, count]) => count >= LEAST_COUNT)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_WORDS);
  return {
    place: new Map(chosen.map(([key], i) => [key, i])),
    weight: Float64Array.from(chosen, ([, count]) => tokens / count),
  };
}

function keyAt(keys: Uint32Array, i: number): number {
  return keys[2 * i + 1] * 2 ** 21 + (keys[2 * i] >>> 11);
}

interface Vector {
  /** [w] = occurrences times the root of the weight. */
  sum: Float64Array;
  /** By document group: places and values. */
  places: number[][];
  values: number[][];
  tokens: Float64Array;
  total: number;
  /** Inner products of each group with the sum and with itself, and their sums. */
  withSum: Float64Array;
  withSelf: Float64Array;
  square: number;
  selves: number;
  tokens2: number;
}

function vectorOf({ grams, totals }: Profile, { place, weight }: Weighed): Vector {
  const sum = new Float64Array(weight.length);
  const places = Array.from({ length: GROUPS }, (): number[] => []);
  const values = Array.from({ length: GROUPS }, (): number[] => []);
  const [{ length, keys, counts }] = grams;
  for (let i = 0; i < length; i++) {
    const at = place.get(keyAt(keys, i));
    if (at === undefined) continue;
    const value = counts[i] * Math.sqrt(weight[at]);
    sum[at] += value;
    places[keys[2 * i] & (GROUPS - 1)].push(at);
    values[keys[2 * i] & (GROUPS - 1)].push(value);
  }
  const withSum = products(places, values, sum);
  const withSelf = Float64Array.from(values, (own) =>
    own.reduce((square, value) => square + value * value, 0),
  );
  const add = (column: Float64Array) => column.reduce((a, b) => a + b, 0);
  return {
    sum,
    places,
    values,
    tokens: totals.tokens,
    total: add(totals.tokens),
    withSum,
    withSelf,
    square: add(withSum),
    selves: add(withSelf),
    tokens2: totals.tokens.reduce((square, value) => square + value * value, 0),
  };
}

function products(places: number[][], values: number[][], sum: Float64Array): Float64Array {
  return Float64Array.from(places, (own, j) => {
    let product = 0;
    for (let i = 0; i < own.length; i++) product += values[j][i] * sum[own[i]];
    return product;
  });
}

function distance(a: Vector, b: Vector): { value: number; error: number } {
  const ofA = products(a.places, a.values, b.sum);
  const ofB = products(b.places, b.values, a.sum);
  const cross = ofA.reduce((x, y) => x + y, 0);
  const value = own(a) + own(b) - (2 * cross) / (a.total * b.total);
  const variance =
    jackknife(a, (j) => own(a, j) - (2 * (cross - ofA[j])) / ((a.total - a.tokens[j]) * b.total)) +
    jackknife(b, (j) => own(b, j) - (2 * (cross - ofB[j])) / ((b.total - b.tokens[j]) * a.total));
  return { value, error: Math.sqrt(variance) };
}

/** Squared length of the frequencies, without products of a group with itself; without group j where given. */
function own(vector: Vector, j?: number): number {
  const { square, selves, total, tokens2, withSum, withSelf, tokens } = vector;
  if (j === undefined) return (square - selves) / (total ** 2 - tokens2);
  const rest = square - 2 * withSum[j] + withSelf[j] - (selves - withSelf[j]);
  return rest / ((total - tokens[j]) ** 2 - (tokens2 - tokens[j] ** 2));
}

function jackknife({ tokens }: Vector, without: (j: number) => number): number {
  const values: number[] = [];
  for (let j = 0; j < GROUPS; j++) if (tokens[j] > 0) values.push(without(j));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (square * (values.length - 1)) / values.length;
}
