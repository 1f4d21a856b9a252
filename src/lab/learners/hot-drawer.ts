/**
 * Sampling at a temperature above 1: in proportion to p^s with s = 1/T < 1, exactly, without adding up p^s over the
 * vocabulary. p is a sum of parts, one for each context length, and (a + b)^s <= a^s + b^s; so a piece is proposed from
 * the parts, each raised to s, and accepted with p^s over the sum of its parts^s, which is seldom small.
 */

import { findRow } from '../../lm/followers.js';
import type { Level, NgramModel } from '../../lm/ngram.js';
import type { NgramWalk } from '../../lm/ngram-walk.js';
import type { Random } from '../../stats/random.js';
import type { Drawer } from './drawer.js';
import { firstAbove } from './first-above.js';

export class HotDrawer implements Drawer {
  length = 0;
  row = 0;
  private readonly levels: Level[];
  private readonly power: number;
  /** [n] = sums of share^s, as `upTo` has those of the shares. */
  private readonly upTo: Float64Array[];
  /** Of each length that is known: what the longer contexts leave to it, to the power s; and the parts' sums. */
  private readonly left: Float64Array;
  private readonly weights: Float64Array;

  constructor(
    model: NgramModel,
    private readonly random: Random,
    temperature: number,
  ) {
    this.levels = model.levels;
    this.power = 1 / temperature;
    this.upTo = model.levels.map((level) => raised(level, this.power));
    this.left = new Float64Array(model.order);
    this.weights = new Float64Array(model.order);
  }

  draw(walk: NgramWalk): void {
    const { levels, power, upTo, left, weights, random } = this;
    const { at, known } = walk;
    const kinds = levels[0].pieces.length;
    const alike = (levels[known].rest[at[known]] / kinds) ** power;
    let sum = alike * kinds;
    for (let n = known, back = 1; n >= 0; n--) {
      const { starts } = levels[n];
      const context = at[n];
      left[n] = back ** power;
      weights[n] = starts[context] < starts[context + 1] ? left[n] * upTo[n][starts[context + 1] - 1] : 0;
      sum += weights[n];
      back *= levels[n].back[context];
    }
    for (;;) {
      let u = random.uniform() * sum;
      let n = known;
      while (n >= 0 && u >= weights[n]) u -= weights[n--];
      if (n < 0) {
        n = 0;
        this.row = random.below(kinds);
      } else {
        const { starts } = levels[n];
        this.row = firstAbove(upTo[n], u / left[n], starts[at[n]], starts[at[n] + 1] - 1);
      }
      this.length = n;
      const piece = levels[n].pieces[this.row];
      const odds = walk.probabilityOf(piece, 1 / kinds) ** power / (alike + this.parts(walk, piece));
      if (random.uniform() < odds) return;
    }
  }

  /** Sum of the piece's parts, each to the power s. */
  private parts({ at, known }: NgramWalk, piece: number): number {
    const { levels, upTo, left } = this;
    let sum = 0;
    for (let n = known; n >= 0; n--) {
      const row = findRow(levels[n], at[n], piece);
      if (row < 0) continue;
      sum += left[n] * (upTo[n][row] - (row > levels[n].starts[at[n]] ? upTo[n][row - 1] : 0));
    }
    return sum;
  }
}

function raised({ starts, upTo }: Level, power: number): Float64Array {
  const sums = new Float64Array(upTo.length);
  for (let c = 0; c + 1 < starts.length; c++) {
    let sum = 0;
    let before = 0;
    for (let r = starts[c]; r < starts[c + 1]; r++) {
      sum += (upTo[r] - before) ** power;
      before = upTo[r];
      sums[r] = sum;
    }
  }
  return sums;
}
