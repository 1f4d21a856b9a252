/**
 * Densities over the generations as ridges, one column an arm, in front of generation 0's outline. Each ridge is scaled
 * to its own peak: a collapsing density grows so high that on one scale nothing else could be seen.
 */
import { area, line } from 'd3-shape';
import type { ArmResult } from '../../lab/experiments/result.js';
import { shorten } from '../escape.js';
import { type Axis, round2, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label } from './figure.js';
import { type ArmPictures, type Drawn, picturesOf } from './pictures.js';
import { spreadIndices } from './spread.js';

const WIDTH = 720;
const LEFT = 44;
const PITCH = 34;
const RIDGE = 46;
const SPACE = 20;

/** `most`: points of a ridge. Undefined where no arm has a density. */
export function densityFigure(arms: readonly ArmResult[], most: number): Figure | undefined {
  const drawn = picturesOf(arms, 'density', 8);
  if (drawn.length === 0) return undefined;
  const columns = Math.min(3, drawn.length === 4 ? 2 : drawn.length);
  const width = (WIDTH - LEFT - SPACE * (columns - 1)) / columns;
  const extent = extentOf(drawn.flatMap(({ pictures }) => pictures));
  const rows: string[] = [];
  let top = 0;
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns);
    const high = Math.max(...row.map(({ pictures }) => pictures.length)) * PITCH;
    for (const [column, arm] of row.entries()) {
      const left = LEFT + column * (width + SPACE);
      const x = valueAxis(extent, false, [left, left + width], columns === 1 ? 8 : 4);
      rows.push(ridges(arm, x, [left, left + width], top, top + 44 + high, most));
    }
    top += high + 44 + 40;
  }
  return {
    name: 'distributions',
    title: 'Distribution over the generations',
    about:
      'From top to bottom: the density at each of a few generations of the first run, scaled to its own peak. Dashed: generation 0.',
    width: WIDTH,
    height: top,
    body: rows.join('\n'),
  };
}

function ridges(
  { name, index, pictures }: ArmPictures,
  x: Axis,
  [left, right]: [number, number],
  top: number,
  bottom: number,
  most: number,
): string {
  const base = (k: number) => top + 22 + RIDGE + k * PITCH;
  const axis = x.ticks.map(
    (tick) =>
      `<line class="grid" x1="${tick.at}" x2="${tick.at}" y1="${top + 30}" y2="${bottom}"/>${label(tick.label, tick.at, bottom + 16, 'soft small', 'middle')}`,
  );
  const parts = pictures.map((picture, k) => {
    const y = base(k);
    const first =
      k > 0
        ? `<path class="zero outline" d="${ridgePath(pictures[0], x, [left, right], y, most, false)}"/>`
        : '';
    return [
      label(String(picture.generation), left - 6, y, 'soft small', 'end'),
      `<path class="ridge" d="${ridgePath(picture, x, [left, right], y, most, true)}" fill-opacity="0.7"/>`,
      `<path class="band" d="${ridgePath(picture, x, [left, right], y, most, true)}"/>`,
      first,
      `<path class="line" d="${ridgePath(picture, x, [left, right], y, most, false)}"/>`,
    ].join('');
  });
  return `${axis.join('')}<g class="${armClass(index)}">${label(shorten(name, 30), left, top + 14, 'name head')}${parts.join('')}</g>`;
}

function ridgePath(
  { x: xs, y: ys }: Drawn,
  x: Axis,
  [left, right]: [number, number],
  base: number,
  most: number,
  filled: boolean,
): string {
  const peak = Math.max(...ys, 0);
  const which = spreadIndices(xs.length, most);
  if (!which.includes(ys.indexOf(peak)) && peak > 0) which.push(ys.indexOf(peak));
  const inside = which.filter((i) => x.at(xs[i]) > left - 1 && x.at(xs[i]) < right + 1);
  inside.sort((a, b) => xs[a] - xs[b]);
  const height = (i: number) => round2(base - (peak > 0 ? (RIDGE * Math.max(0, ys[i])) / peak : 0));
  const path = filled
    ? area<number>()
        .x((i) => x.at(xs[i]))
        .y0(base)
        .y1(height)
        .digits(2)
    : line<number>()
        .x((i) => x.at(xs[i]))
        .y(height)
        .digits(2);
  return path(inside) ?? '';
}

/** Where any density is above a hundredth of its peak. */
function extentOf(pictures: readonly Drawn[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y } of pictures) {
    const least = Math.max(...y, 0) / 100;
    for (let i = 0; i < x.length; i++) {
      if (y[i] < least) continue;
      low = Math.min(low, x[i]);
      high = Math.max(high, x[i]);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
