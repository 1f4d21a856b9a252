/**
 * Sampling with the least likely pieces made rarer, by refusing draws, so that the result is exact for the whole
 * interpolated distribution and not for one context length:
 *
 * temperature T < 1   a draw of probability p is kept with probability (p / largest p)^(1/T - 1); at T = 0 only the
 *                     likeliest pieces are
 * keep (nucleus, Holtzman et al. 2020)   a draw is kept where p is at least that of the last piece needed to reach the
 *                     mass `keep`, at that temperature; pieces as likely as that one all stay
 */

import type { NgramModel } from '../../lm/ngram.js';
import type { NgramWalk } from '../../lm/ngram-walk.js';
import type { Random } from '../../stats/random.js';
import type { Bias } from '../world.js';
import type { Drawer } from './drawer.js';
import { Nucleus } from './nucleus.js';

export type TextBias = Pick<Bias, 'temperature' | 'keep'>;

/** Room for rounding where a probability is set against one that was computed on another way. */
const ALMOST = 1 - 1e-9;

export function bent(
  drawer: Drawer,
  model: NgramModel,
  random: Random,
  { temperature, keep }: TextBias,
): Drawer {
  const { levels } = model;
  const floor = 1 / levels[0].pieces.length;
  const largest = largestProbabilities(model, floor);
  const nucleus = keep < 1 ? new Nucleus(model, floor, temperature, keep, largest) : undefined;
  const power = 1 / temperature - 1;
  const accepts = (walk: NgramWalk, piece: number): boolean => {
    const p = walk.probabilityOf(piece, floor);
    if (nucleus && p < nucleus.threshold(walk) * ALMOST) return false;
    if (temperature >= 1) return true;
    const ratio = p / largest[walk.known][walk.at[walk.known]];
    return ratio > ALMOST || random.uniform() < ratio ** power;
  };
  return {
    length: 0,
    row: 0,
    draw(walk) {
      do drawer.draw(walk);
      while (!accepts(walk, levels[drawer.length].pieces[drawer.row]));
      this.length = drawer.length;
      this.row = drawer.row;
    },
  };
}

/**
 * [n][context] = the largest probability behind it: of its own rows, or of what it leaves to the shorter context,
 * whose likeliest piece is either among its rows too or gets that share of its probability.
 */
function largestProbabilities({ levels }: NgramModel, floor: number): Float64Array[] {
  const all: Float64Array[] = [];
  levels.forEach(({ starts, probability, back, rest, suffix }, n) => {
    const largest = new Float64Array(back.length);
    for (let c = 0; c < largest.length; c++) {
      let most = n > 0 ? back[c] * all[n - 1][suffix[c]] : 0;
      for (let r = starts[c]; r < starts[c + 1]; r++) most = Math.max(most, probability[r] + floor * rest[c]);
      largest[c] = most;
    }
    all.push(largest);
  });
  return all;
}
