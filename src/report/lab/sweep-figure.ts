/** The last generation's figure of a metric against the number that a sweep varies. */
import { line } from 'd3-shape';
import { formatValue } from '../../util/format.js';
import { shorten } from '../escape.js';
import { finite, valueAxis } from './axis.js';
import { type Figure, label, widthOf } from './figure.js';
import { frame } from './frame.js';
import { centreOf } from './lines.js';
import { type ShownMetric, titleWithUnit } from './shown.js';
import { slug } from './slug.js';
import type { Sweep } from './sweep.js';

const WIDTH = 720;
const TOP = 34;
const BOTTOM = 310;

/** Undefined where no arm has a last figure. */
export function sweepFigure(
  { key, points }: Sweep,
  metric: ShownMetric,
  seeds: number,
  most: number,
): Figure | undefined {
  const centre = centreOf(metric);
  const found = points.flatMap(({ value, arm }) => {
    const curve = Object.hasOwn(arm.metrics, metric.id) ? arm.metrics[metric.id] : undefined;
    const last = curve?.[centre].at(-1);
    if (!curve || !finite(last)) return [];
    return [{ value, last, low: curve.low.at(-1) ?? null, high: curve.high.at(-1) ?? null }];
  });
  if (found.length === 0) return undefined;
  const step = Math.max(1, Math.ceil(found.length / most));
  const drawn = found.filter((_, i) => i % step === 0 || i === found.length - 1);
  const y = valueAxis(
    drawn.flatMap(({ last, low, high }) => [last, low, high]),
    metric.log ?? false,
    [BOTTOM, TOP],
  );
  const left = 14 + Math.max(...y.ticks.map((tick) => widthOf(tick.label)));
  const values = drawn.map(({ value }) => value);
  const log = values[0] > 0 && values[values.length - 1] / values[0] >= 10;
  const x = valueAxis(values, log, [left + 12, WIDTH - 24], 8);
  const path = line<(typeof drawn)[number]>()
    .x(({ value }) => x.at(value))
    .y(({ last }) => y.at(last))
    .digits(2);
  const marks = drawn.map(({ value, last, low, high }, i) => {
    const [at, to] = [x.at(value), y.at(last)];
    const bar =
      seeds > 1 && finite(low) && finite(high)
        ? `<path class="line thin" d="M${at},${y.at(low)}L${at},${y.at(high)}"/>`
        : '';
    const name = drawn.length <= 12 ? label(formatValue(last), at + 7, to - 7, 'small') : '';
    return `${bar}<circle class="dot" cx="${at}" cy="${to}" r="${i === 0 || drawn.length <= 40 ? 4 : 2}"/>${name}`;
  });
  return {
    name: `sweep-${slug(metric.id)}`,
    title: `${metric.title} at the last generation against ${shorten(key, 40)}`,
    about: `Disc: ${seeds > 1 ? `${centre} of ${seeds} runs at the last generation; bar: from the 5 % to the 95 % quantile` : 'the last generation of one run'}.`,
    width: WIDTH,
    height: BOTTOM + 44,
    body: [
      label(`${titleWithUnit(metric)} at the last generation`, 0, 14, 'head'),
      frame({ left, right: WIDTH - 12, top: TOP, bottom: BOTTOM }, x, y, { below: shorten(key, 60) }),
      `<g class="arm0"><path class="line" d="${path(drawn) ?? ''}"/>${marks.join('')}</g>`,
    ].join('\n'),
  };
}
