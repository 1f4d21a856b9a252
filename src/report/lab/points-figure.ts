/** Points in the plane: a row an arm, a column a generation, all on the same axes; thinned so that clouds stay light. */
import type { ArmResult } from '../../lab/experiments/result.js';
import { shorten } from '../escape.js';
import { type Axis, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label, widthOf } from './figure.js';
import { type Box, frame } from './frame.js';
import { type ArmPictures, type Drawn, picturesOf } from './pictures.js';
import { spread } from './spread.js';

const WIDTH = 720;
const SPACE = 10;
const HEAD = 40;

/** `most`: points of a cloud. Undefined where no arm has points. */
export function pointsFigure(arms: readonly ArmResult[], most: number): Figure | undefined {
  const drawn = picturesOf(arms, 'points', 5);
  if (drawn.length === 0) return undefined;
  const columns = Math.max(...drawn.map(({ pictures }) => pictures.length));
  const all = drawn.flatMap(({ pictures }) => pictures);
  const xs = inner(all.flatMap(({ x }) => x));
  const ys = inner(all.flatMap(({ y }) => y));
  const left = 12 + Math.max(...valueAxis(ys, false, [100, 0], 4).ticks.map((tick) => widthOf(tick.label)));
  const size = Math.min(220, (WIDTH - left - SPACE * (columns - 1)) / columns);
  const row = size + HEAD + 26;
  const rows = drawn.map((arm, i) => cloudRow(arm, i * row + HEAD, { left, size, xs, ys, most }));
  return {
    name: 'distributions',
    title: 'Points over the generations',
    about: `Points of a few generations of the first run, on the same axes; at most ${most} are drawn of each, and the outermost may lie outside.`,
    width: WIDTH,
    height: Math.ceil(drawn.length * row),
    body: rows.join('\n'),
  };
}

interface Grid {
  left: number;
  size: number;
  xs: [number, number];
  ys: [number, number];
  most: number;
}

function cloudRow(
  { name, index, pictures }: ArmPictures,
  top: number,
  { left, size, xs, ys, most }: Grid,
): string {
  const panels = pictures.map((picture, k) => {
    const from = left + k * (size + SPACE);
    const box: Box = { left: from, right: from + size, top, bottom: top + size };
    const x = valueAxis(xs, false, [box.left, box.right], 3);
    const y = valueAxis(ys, false, [box.bottom, box.top], 4);
    return [
      frame(box, x, y, { text: 'soft small', bare: k > 0 }),
      label(`generation ${picture.generation}`, box.left, top - 6, 'soft small'),
      `<path class="dots" d="${dots(picture, x, y, xs, ys, most)}"/>`,
    ].join('');
  });
  return `<g class="${armClass(index)}">${label(shorten(name, 60), left, top - 24, 'name head')}${panels.join('')}</g>`;
}

/** Each point is a stroke of no length with a round cap. */
function dots(
  { x: xs, y: ys }: Drawn,
  x: Axis,
  y: Axis,
  [low, high]: [number, number],
  [bottom, top]: [number, number],
  most: number,
): string {
  const inside = xs
    .map((_, i) => i)
    .filter((i) => xs[i] >= low && xs[i] <= high && ys[i] >= bottom && ys[i] <= top);
  return spread(inside, most)
    .map((i) => `M${x.at(xs[i])},${y.at(ys[i])}h0`)
    .join('');
}

/** The middle 99 % with a margin, or all where there are few. */
function inner(values: number[]): [number, number] {
  const sorted = Float64Array.from(values).sort();
  const cut = sorted.length < 200 ? 0 : Math.floor(sorted.length * 0.005);
  const [low, high] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  const margin = (high - low) * 0.05;
  return [low - margin, high + margin];
}
