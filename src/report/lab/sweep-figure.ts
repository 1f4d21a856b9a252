/** The last generation's figure of a metric against the number that a sweep varies, a line for each other setting. */
import { line } from 'd3-shape';
import { formatValue } from '../../util/format.js';
import { shorten } from '../escape.js';
import { type Axis, finite, round2, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label, widthOf } from './figure.js';
import { frame } from './frame.js';
import { centreOf } from './lines.js';
import { MOST_ARMS, type ShownMetric, titleWithUnit } from './shown.js';
import { slug } from './slug.js';
import { spread } from './spread.js';
import { spreadLabels } from './spread-labels.js';
import type { Sweep } from './sweep.js';

const WIDTH = 720;
const TOP = 34;
const BOTTOM = 310;

interface Point {
  value: number;
  last: number;
  low: number | null;
  high: number | null;
}

interface Series {
  name: string;
  points: Point[];
}

/** Undefined where no arm has a last figure. `most`: points of a line. */
export function sweepFigure(
  { over, series }: Sweep,
  metric: ShownMetric,
  seeds: number,
  most: number,
): Figure | undefined {
  const centre = centreOf(metric);
  const drawn = series
    .slice(0, MOST_ARMS)
    .map(({ name, points }) => ({ name, points: spread(pointsOf(points, metric.id, centre), most) }))
    .filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const all = drawn.flatMap(({ points }) => points);
  const bars = seeds > 1 && drawn.length <= 4;
  const y = valueAxis(
    all.flatMap(({ last, low, high }) => (bars ? [last, low, high] : [last])),
    metric.log ?? false,
    [BOTTOM, TOP],
  );
  const values = all.map(({ value }) => value).sort((a, b) => a - b);
  const left = 14 + Math.max(...y.ticks.map((tick) => widthOf(tick.label)));
  const right = WIDTH - 30 - Math.max(...drawn.map(({ name }) => widthOf(shorten(name, 30))));
  const log = values[0] > 0 && values[values.length - 1] / values[0] >= 10;
  const x = valueAxis(values, log, [left + 8, right], 8);
  const places = spreadLabels(
    drawn.map(({ points }) => y.at(points[points.length - 1].last)),
    15,
    TOP,
    BOTTOM,
  );
  return {
    name: `sweep-${slug(metric.id)}`,
    title: `${metric.title} at the last generation against ${shorten(over, 40)}`,
    about: `Disc: ${seeds > 1 ? `${centre} of ${seeds} runs at the last generation${bars ? '; bar: from the 5 % to the 95 % quantile' : ''}` : 'the last generation of one run'}.`,
    width: WIDTH,
    height: BOTTOM + 44,
    body: [
      label(`${titleWithUnit(metric)} at the last generation`, 0, 14, 'head'),
      frame({ left, right: right + 8, top: TOP, bottom: BOTTOM }, x, y, { below: shorten(over, 60) }),
      ...drawn.map((each, i) => {
        const name = label(shorten(each.name, 30), right + 20, round2(places[i] + 4), 'name');
        return `<g class="${armClass(i)}">${marks(each, x, y, bars, drawn.length === 1)}${each.name === '' ? '' : name}</g>`;
      }),
    ].join('\n'),
  };
}

function pointsOf(
  points: Sweep['series'][number]['points'],
  metric: string,
  centre: 'mean' | 'median',
): Point[] {
  return points.flatMap(({ value, arm }) => {
    const curve = Object.hasOwn(arm.metrics, metric) ? arm.metrics[metric] : undefined;
    const last = curve?.[centre].at(-1);
    if (!curve || !finite(last)) return [];
    return [{ value, last, low: curve.low.at(-1) ?? null, high: curve.high.at(-1) ?? null }];
  });
}

/** With the figure at each disc where there is room. */
function marks({ points }: Series, x: Axis, y: Axis, bars: boolean, alone: boolean): string {
  const path = line<Point>()
    .x(({ value }) => x.at(value))
    .y(({ last }) => y.at(last))
    .digits(2);
  const discs = points.map(({ value, last, low, high }) => {
    const [at, to] = [x.at(value), y.at(last)];
    const bar =
      bars && finite(low) && finite(high)
        ? `<path class="whisker" d="M${at},${y.at(low)}V${y.at(high)}"/>`
        : '';
    const figure =
      alone && points.length <= 10 ? label(formatValue(last), round2(at + 8), round2(to - 8), 'small') : '';
    return `${bar}<circle class="dot" cx="${at}" cy="${to}" r="${points.length > 40 ? 2 : 4}"/>${figure}`;
  });
  return `<path class="line" d="${path(points) ?? ''}"/>${discs.join('')}`;
}
