/**
 * The probability down to which pieces belong to the nucleus of a context. All pieces that ever followed the last one
 * are looked at one by one; the others share their order with the shortest level, whose masses are added up once.
 */
import { firstAbove } from './first-above.js';
import type { NgramModel } from './ngram.js';
import type { NgramWalk } from './ngram-walk.js';

/** Halvings of the range of log probabilities: enough to tell neighbouring probabilities apart. */
const HALVINGS = 44;

export class Nucleus {
  /** [length][context] = what was found, NaN where not asked for yet. */
  private readonly known: Float64Array[];
  /** Of the shortest level: probability of each piece, the probabilities negated in ascending order, and masses so far. */
  private readonly alone: Float64Array;
  private readonly descending: Float64Array;
  private readonly masses: Float64Array;
  /** Of the pieces behind the last one: probability here and in the shortest level. */
  private readonly here: Float64Array;
  private readonly short: Float64Array;
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
    this.here = new Float64Array(model.types);
    this.short = new Float64Array(model.types);
  }

  threshold(walk: NgramWalk): number {
    const of = this.known[walk.known];
    const context = walk.at[walk.known];
    if (Number.isNaN(of[context])) of[context] = this.find(walk);
    return of[context];
  }

  private find(walk: NgramWalk): number {
    const { here, short, power, masses, descending, largest, keep } = this;
    const { count, left } = this.lookAt(walk);
    const scale = left ** power;
    const massFrom = (limit: number): number => {
      let near = 0;
      let far = left > 0 ? masses[firstAbove(descending, -limit / left, 0, descending.length)] : 0;
      for (let i = 0; i < count; i++) {
        if (here[i] >= limit) near += here[i] ** power;
        if (left * short[i] >= limit) far -= short[i] ** power;
      }
      return near + scale * far;
    };
    const target = keep * massFrom(0);
    let high = Math.log(largest[walk.known][walk.at[walk.known]]);
    let low = high - 40;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (massFrom(Math.exp(middle)) >= target) low = middle;
      else high = middle;
    }
    return Math.exp(low);
  }

  /** Fills `here` and `short`; `left` is the factor of all other pieces on their probability in the shortest level. */
  private lookAt({ at, known }: NgramWalk): { count: number; left: number } {
    const { here, short, alone, floor } = this;
    const { levels } = this.model;
    if (known === 0) return { count: 0, left: 1 };
    const { starts, pieces, probability } = levels[1];
    const first = starts[at[1]];
    const count = starts[at[1] + 1] - first;
    for (let i = 0; i < count; i++) {
      here[i] = probability[first + i];
      short[i] = alone[pieces[first + i]];
    }
    for (let n = 2; n <= known; n++) {
      const level = levels[n];
      const context = at[n];
      // Both lists ascend by piece, and all that follows the longer context follows the shorter.
      let r = level.starts[context];
      const end = level.starts[context + 1];
      for (let i = 0; i < count; i++) {
        if (r < end && level.pieces[r] === pieces[first + i]) here[i] = level.probability[r++];
        else here[i] *= level.back[context];
      }
    }
    const rest = floor * levels[known].rest[at[known]];
    let left = 1;
    for (let n = known; n >= 1; n--) left *= levels[n].back[at[n]];
    for (let i = 0; i < count; i++) here[i] += rest;
    return { count, left };
  }
}
