/**
 * A known base of facts: subjects (lands) that have relations (a capital, a ruler) to objects. Not every subject has
 * every relation, so that something can be invented; each fact is told with its own frequency, by Zipf's law.
 */
import type { Random } from '../../stats/random.js';
import { permutationOf } from '../loop/permutation-of.js';

export const RELATIONS = ['capital', 'ruler', 'river', 'coin', 'language', 'hymn', 'rival', 'harbour'];

export interface FactBase {
  subjects: string[];
  /** Those of relation r are objects[r * perRelation] to objects[(r + 1) * perRelation - 1]. */
  objects: string[];
  /** In the order of frequency, the most frequent first; parallel arrays. */
  subject: Int32Array;
  relation: Int32Array;
  object: Int32Array;
  /** [fact] = probability that a sentence states it or one more frequent. */
  cumulative: Float64Array;
  /** [subject * RELATIONS.length + relation] = its fact, or -1. */
  factOf: Int32Array;
}

/** `known`: share of the pairs of subject and relation that are facts. `skew`: exponent of Zipf's law. */
export function newFactBase(
  { subjects, known, skew }: { subjects: number; known: number; skew: number },
  random: Random,
): FactBase {
  const perRelation = Math.max(2, Math.ceil(subjects / 4));
  const names = newNames(subjects + RELATIONS.length * perRelation, random);
  const pairs = permutationOf(subjects * RELATIONS.length, random);
  const facts = pairs.subarray(0, Math.max(1, Math.round(known * pairs.length)));
  const factOf = new Int32Array(pairs.length).fill(-1);
  const cumulative = new Float64Array(facts.length);
  let sum = 0;
  facts.forEach((pair, f) => {
    factOf[pair] = f;
    sum += (f + 1) ** -skew;
    cumulative[f] = sum;
  });
  const relation = Int32Array.from(facts, (pair) => pair % RELATIONS.length);
  return {
    subjects: names.slice(0, subjects),
    objects: names.slice(subjects),
    subject: Int32Array.from(facts, (pair) => Math.floor(pair / RELATIONS.length)),
    relation,
    object: relation.map((r) => r * perRelation + random.below(perRelation)),
    cumulative: cumulative.map((x) => x / sum),
    factOf,
  };
}

const ONSETS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'br', 'dr', 'st', 'tr'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ei', 'ou'];
const ENDS = ['', '', 'n', 'r', 's', 'l', 'm'];

/** Different names of two or three syllables. */
function newNames(n: number, random: Random): string[] {
  const names = new Set<string>();
  const pick = (parts: readonly string[]) => parts[random.below(parts.length)];
  while (names.size < n) {
    let name = '';
    for (let left = 2 + random.below(2); left > 0; left--) name += pick(ONSETS) + pick(VOWELS);
    name += pick(ENDS);
    names.add(name[0].toUpperCase() + name.slice(1));
  }
  return [...names];
}
