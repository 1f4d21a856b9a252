/** The pictures of a result, made fit to draw: few generations, the same for all arms, and points that are numbers. */
import type { ArmResult } from '../../lab/experiments/result.js';
import type { Picture } from '../../lab/world.js';
import { finite } from './axis.js';
import { spread } from './spread.js';

export interface Drawn {
  generation: number;
  /** Parallel, all finite. */
  x: number[];
  y: number[];
}

export interface ArmPictures {
  name: string;
  /** Place of the arm among those drawn. */
  index: number;
  pictures: Drawn[];
}

/** Arms that have pictures of this form. `most`: pictures of an arm, spread from the first to the last. */
export function picturesOf(arms: readonly ArmResult[], form: Picture['form'], most: number): ArmPictures[] {
  return arms.flatMap(({ name, pictures }, index) => {
    const mine = pictures.filter(({ picture }) => picture.form === form);
    const drawn = spread(mine, most).map(({ generation, picture }) => ({
      generation,
      ...numbersOnly(picture, form === 'ranks'),
    }));
    return drawn.some(({ x }) => x.length > 0) ? [{ name, index, pictures: drawn }] : [];
  });
}

/** Both axes of ranks are logarithmic: what is not above 0 has no place there. */
function numbersOnly({ x, y }: Picture, positive: boolean): { x: number[]; y: number[] } {
  const kept = { x: [] as number[], y: [] as number[] };
  for (let i = 0; i < x.length; i++) {
    if (!finite(x[i]) || !finite(y[i]) || (positive && !(x[i] > 0 && y[i] > 0))) continue;
    kept.x.push(x[i]);
    kept.y.push(y[i]);
  }
  return kept;
}
