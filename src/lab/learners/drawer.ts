/**
 * Draws the piece that comes next: from the longest context known, or, with the probability that the context leaves to
 * the next shorter one, from that, and so on. What the shortest leaves to all pieces alike goes to those of the training
 * corpus only.
 */

import type { Level, NgramModel } from '../../lm/ngram.js';
import type { NgramWalk } from '../../lm/ngram-walk.js';
import type { Random } from '../../stats/random.js';
import { firstAbove } from './first-above.js';

export interface Drawer {
  /** Where the last piece was drawn: the length of the context, and the row of its level. */
  length: number;
  row: number;
  draw(walk: NgramWalk): void;
}

export class PlainDrawer implements Drawer {
  length = 0;
  row = 0;
  private readonly levels: Level[];

  constructor(
    { levels }: NgramModel,
    private readonly random: Random,
  ) {
    this.levels = levels;
  }

  draw({ at, known }: NgramWalk): void {
    const { levels, random } = this;
    for (let n = known; n >= 0; n--) {
      const { starts, upTo, back } = levels[n];
      const context = at[n];
      const u = random.uniform();
      if (u >= 1 - back[context]) continue;
      this.row = firstAbove(upTo, u, starts[context], starts[context + 1] - 1);
      this.length = n;
      return;
    }
    this.row = random.below(levels[0].pieces.length);
    this.length = 0;
  }
}
