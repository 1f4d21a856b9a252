/** Shares by rank on logarithmic axes, all generations of an arm over one another: the tail breaks off from the right. */
import { line } from 'd3-shape';
import type { ArmResult } from '../../lab/experiments/result.js';
import { shorten } from '../escape.js';
import { type Axis, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label, widthOf } from './figure.js';
import { type Box, frame } from './frame.js';
import { generationsKey, shade } from './generations-key.js';
import { type ArmPictures, type Drawn, picturesOf } from './pictures.js';

const WIDTH = 720;
const SPACE = 18;

/** `most`: points of a line. Undefined where no arm has shares by rank. */
export function ranksFigure(arms: readonly ArmResult[], most: number): Figure | undefined {
  const drawn = picturesOf(arms, 'ranks', 7);
  if (drawn.length === 0) return undefined;
  const columns = Math.min(3, drawn.length === 4 ? 2 : drawn.length);
  const high = columns === 1 ? 280 : 190;
  const all = drawn.flatMap(({ pictures }) => pictures);
  const xs = extent(all.flatMap(({ x }) => extent(x)));
  const ys = extent(all.flatMap(({ y }) => extent(y)));
  const left = 12 + Math.max(...valueAxis(ys, true, [high, 0]).ticks.map((tick) => widthOf(tick.label)));
  const width = (WIDTH - left - SPACE * (columns - 1) - 12) / columns;
  const row = high + 66;
  const panels = drawn.map((arm, i) => {
    const column = i % columns;
    const top = 56 + Math.floor(i / columns) * row;
    const from = left + column * (width + SPACE);
    const box: Box = { left: from, right: from + width, top, bottom: top + high };
    const x = valueAxis(xs, true, [box.left, box.right], columns === 1 ? 6 : 4);
    const y = valueAxis(ys, true, [box.bottom, box.top], 5);
    return panel(arm, box, x, y, column > 0, most);
  });
  const longest = drawn.reduce((a, b) => (b.pictures.length > a.pictures.length ? b : a));
  return {
    name: 'distributions',
    title: 'Shares by rank over the generations',
    about: 'Share of each thing by its rank, at a few generations of the first run; both axes logarithmic.',
    width: WIDTH,
    height: 56 + Math.ceil(drawn.length / columns) * row - 18,
    body: [
      generationsKey(
        longest.pictures.map(({ generation }) => generation),
        0,
        14,
      ),
      ...panels,
    ].join('\n'),
  };
}

function panel(
  { name, index, pictures }: ArmPictures,
  box: Box,
  x: Axis,
  y: Axis,
  bare: boolean,
  most: number,
): string {
  const lines = pictures.map(
    (picture, k) =>
      `<path ${shade(k, pictures.length)} stroke-width="${k === 0 ? 2.5 : 1.8}" stroke-linejoin="round" d="${rankPath(picture, x, y, most)}"/>`,
  );
  return [
    frame(box, x, y, { text: 'soft small', bare, below: 'rank' }),
    `<g class="${armClass(index)}">${label(shorten(name, 30), box.left, box.top - 10, 'name head')}</g>`,
    ...lines,
  ].join('');
}

/** Ranks evenly on the logarithmic axis, the last one always. */
function rankPath({ x: xs, y: ys }: Drawn, x: Axis, y: Axis, most: number): string {
  const kept: number[] = [];
  const step = most > 1 ? xs.length ** (1 / (most - 1)) : 2;
  let next = 0;
  for (let i = 0; i < xs.length; i++) {
    if (i < next && i < xs.length - 1) continue;
    kept.push(i);
    next = Math.max(i + 1, Math.floor((i + 1) * step) - 1);
  }
  const path = line<number>()
    .x((i) => x.at(xs[i]))
    .y((i) => y.at(ys[i]))
    .digits(2);
  return path(kept) ?? '';
}

function extent(values: readonly number[]): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [];
}
