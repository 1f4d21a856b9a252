/** Arms side by side on the same axes: each with its band, mean and median in front of the other arms in grey. */
import type { ArmResult } from '../../lab/experiments/result.js';
import { formatValue } from '../../util/format.js';
import { shorten } from '../escape.js';
import { type Axis, finite, generationAxis, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label, widthOf } from './figure.js';
import { type Box, frame } from './frame.js';
import { bandPath, centreOf, type Line, linePath, linesOf, valuesOf } from './lines.js';
import { type ShownMetric, titleWithUnit } from './shown.js';
import { slug } from './slug.js';

const WIDTH = 720;
const HEAD = 22;
const HIGH = 120;
const ROW = HEAD + HIGH + 36;
const SPACE = 16;

/** Undefined with fewer than two arms to compare. */
export function panelsFigure(
  arms: readonly ArmResult[],
  metric: ShownMetric,
  seeds: number,
  most: number,
): Figure | undefined {
  const lines = linesOf(arms, metric.id, most);
  if (lines.length < 2) return undefined;
  const behind = linesOf(arms, metric.id, Math.max(24, most / 8));
  const columns = lines.length === 2 || lines.length === 4 ? 2 : 3;
  const bands = seeds > 1;
  const values = [...valuesOf(lines, 'both', bands)];
  const last = Math.max(...lines.map(({ generations }) => generations.at(-1)!));
  const widest = Math.max(
    ...valueAxis(values, metric.log ?? false, [HIGH, 0], 4).ticks.map((tick) => widthOf(tick.label)),
  );
  const left = widest + 12;
  // Half of the last tick's label stands right of the axis.
  const edge = Math.ceil(widthOf(String(last)) / 2);
  const width = (WIDTH - left - edge - SPACE * (columns - 1)) / columns;
  const panels = lines.map((line, i) => {
    const column = i % columns;
    const top = 24 + Math.floor(i / columns) * ROW + HEAD;
    const from = left + column * (width + SPACE);
    const box: Box = { left: from, right: from + width, top, bottom: top + HIGH };
    const x = generationAxis(last, [box.left, box.right], columns === 2 ? 6 : 4);
    const y = valueAxis(values, metric.log ?? false, [box.bottom, box.top], 4);
    return panel(line, behind, box, x, y, centreOf(metric), { bands, bare: column > 0 });
  });
  return {
    name: `arms-${slug(metric.id)}`,
    title: `${metric.title}, each arm beside the others`,
    about: `Each arm in front of the others in grey, on the same axes over the generations. Line: ${seeds > 1 ? `mean; dots: median; band: 5 % to 95 % of ${seeds} runs` : 'the one run'}.`,
    width: WIDTH,
    height: 24 + Math.ceil(lines.length / columns) * ROW,
    body: [label(titleWithUnit(metric), 0, 14, 'head'), ...panels].join('\n'),
  };
}

function panel(
  line: Line,
  behind: readonly Line[],
  box: Box,
  x: Axis,
  y: Axis,
  centre: 'mean' | 'median',
  { bands, bare }: { bands: boolean; bare: boolean },
): string {
  const ghosts = behind
    .filter(({ index }) => index !== line.index)
    .map((other) => `<path class="ghost" d="${linePath(other.generations, other[centre], x, y)}"/>`);
  const path = (values: (number | null)[]) => linePath(line.generations, values, x, y);
  const band = bands ? bandPath(line, x, y) : '';
  const last = line[centre].findLast(finite);
  return [
    frame(box, x, y, { text: 'soft small', bare }),
    ...ghosts,
    `<g class="${armClass(line.index)}">`,
    band === '' ? '' : `<path class="band" d="${band}"/>`,
    bands ? `<path class="line dotted" d="${path(line.median)}"/>` : '',
    `<path class="line" d="${path(line.mean)}"/>`,
    label(shorten(line.name, 30), box.left, box.top - 8, 'name head'),
    '</g>',
    finite(last) ? label(formatValue(last), box.right, box.top - 8, 'soft small', 'end') : '',
  ].join('');
}
