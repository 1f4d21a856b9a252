/**
 * The probability down to which pieces belong to the nucleus of a context. All pieces that ever followed the last one
 * are looked at one by one; the others share their order with the shortest level, whose masses are added up once.
 */

import type { NgramModel } from '../../lm/ngram.js';
import type { NgramWalk } from '../../lm/ngram-walk.js';
import { firstAbove } from './first-above.js';

/** Halvings of the range of log probabilities: enough to tell neighbouring probabilities apart. */
const HALVINGS = 44;

export class Nucleus {
  /** [length][context] = what was found, NaN where not asked for yet. */
  private readonly known: Float64Array[];
  /** Of the shortest level: probability of each piece, the probabilities negated in ascending order, and masses so far. */
  private readonly alone: Float64Array;
  private readonly descending: Float64Array;
  private readonly masses: Float64Array;
  /** Entries that the search is among: probability, and the mass it adds from there down. */
  private readonly values: Float64Array;
  private readonly weights: Float64Array;
  private readonly power: number;

  constructor(
    private readonly model: NgramModel,
    private readonly floor: number,
    temperature: number,
    private readonly keep: number,
    private readonly largest: Float64Array[],
  ) {
    const [{ pieces, probability, rest }] = model.levels;
    this.power = 1 / temperature;
    this.known = largest.map((of) => new Float64Array(of.length).fill(Number.NaN));
    this.alone = new Float64Array(model.types);
    pieces.forEach((piece, r) => {
      this.alone[piece] = probability[r] + rest[0] * floor;
    });
    this.descending = probability.map((p) => -(p + rest[0] * floor)).sort();
    this.masses = new Float64Array(pieces.length + 1);
    this.descending.forEach((p, i) => {
      this.masses[i + 1] = this.masses[i] + (-p) ** this.power;
    });
    this.values = new Float64Array(2 * model.types);
    this.weights = new Float64Array(2 * model.types);
  }

  threshold(walk: NgramWalk): number {
    const of = this.known[walk.known];
    const context = walk.at[walk.known];
    if (Number.isNaN(of[context])) of[context] = this.find(walk);
    return of[context];
  }

  private find(walk: NgramWalk): number {
    const { values, weights, power, masses, descending, largest, keep } = this;
    const { count, left } = this.lookAt(walk);
    const scale = left ** power;
    const farFrom = (limit: number) =>
      left > 0 ? scale * masses[firstAbove(descending, -limit / left, 0, descending.length)] : 0;
    let sum = farFrom(0);
    for (let i = 0; i < count; i++) sum += weights[i];
    const target = keep * sum;
    let high = Math.log(largest[walk.known][walk.at[walk.known]]);
    let low = high - 40;
    // Of what counts above the limit: mass that is sure, and entries that are still in question.
    let sure = 0;
    let open = count;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      const limit = Math.exp(middle);
      let near = 0;
      for (let k = 0; k < open; k++) if (values[k] >= limit) near += weights[k];
      const reached = sure + near + farFrom(limit) >= target;
      if (reached) low = middle;
      else high = middle;
      let stay = 0;
      for (let k = 0; k < open; k++) {
        if (values[k] >= limit !== reached) continue;
        values[stay] = values[k];
        weights[stay++] = weights[k];
      }
      if (!reached) sure += near;
      open = stay;
    }
    return Math.exp(low);
  }

  /**
   * Lists the pieces behind the last one with their mass here, and again with what they must not count among the
   * others; `left` is the factor of all other pieces on their probability in the shortest level.
   */
  private lookAt({ at, known }: NgramWalk): { count: number; left: number } {
    const { values, weights, alone, floor, power } = this;
    const { levels } = this.model;
    if (known === 0) return { count: 0, left: 1 };
    const { starts, pieces, probability } = levels[1];
    const first = starts[at[1]];
    const count = starts[at[1] + 1] - first;
    for (let i = 0; i < count; i++) values[i] = probability[first + i];
    let left = levels[1].back[at[1]];
    for (let n = 2; n <= known; n++) {
      const level = levels[n];
      const context = at[n];
      left *= level.back[context];
      // Both lists ascend by piece, and all that follows the longer context follows the shorter.
      let r = level.starts[context];
      const end = level.starts[context + 1];
      for (let i = 0; i < count; i++) {
        if (r < end && level.pieces[r] === pieces[first + i]) values[i] = level.probability[r++];
        else values[i] *= level.back[context];
      }
    }
    const rest = floor * levels[known].rest[at[known]];
    for (let i = 0; i < count; i++) {
      values[i] += rest;
      weights[i] = raise(values[i], power);
      values[count + i] = left * alone[pieces[first + i]];
      weights[count + i] = -raise(values[count + i], power);
    }
    return { count: 2 * count, left };
  }
}

function raise(x: number, power: number): number {
  return power === 1 ? x : x ** power;
}
