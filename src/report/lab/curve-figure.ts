/**
 * One metric over the generations, all arms in one chart: a line each with its name at its end, the band of the runs
 * where there are few arms, the mean with its standard error at the end, and the published figures.
 */
import type { ArmResult, PublishedResult } from '../../lab/result.js';
import { formatValue } from '../../util/format.js';
import { shorten } from '../escape.js';
import { type Axis, finite, generationAxis, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { type Figure, label, widthOf } from './figure.js';
import { frame } from './frame.js';
import { bandPath, centreOf, type Line, linePath, linesOf, valuesOf } from './lines.js';
import { type ShownMetric, titleWithUnit } from './shown.js';
import { slug } from './slug.js';
import { spreadLabels } from './spread-labels.js';

const WIDTH = 720;
const TOP = 34;
const BOTTOM = 330;
const HEIGHT = BOTTOM + 44;
const GAP = 15;
/** More bands than this hide one another. */
const MOST_BANDS = 4;

/** Undefined where no arm has a figure. `most`: points of a line. */
export function curveFigure(
  arms: readonly ArmResult[],
  metric: ShownMetric,
  published: readonly PublishedResult[],
  seeds: number,
  most: number,
): Figure | undefined {
  const lines = linesOf(arms, metric.id, most);
  if (lines.length === 0) return undefined;
  const bands = seeds > 1 && lines.length <= MOST_BANDS;
  const centre = centreOf(metric);
  const points = published.filter(
    (each) => each.metric === metric.id && each.statistic !== 'variance' && each.statistic !== 'sd',
  );
  const marks = points.flatMap((point) => {
    const index = arms.findIndex(({ name }) => name === point.arm);
    return index < 0 ? [] : [{ ...point, index }];
  });
  const values = [...valuesOf(lines, bands), ...marks.flatMap(({ value }) => value)];
  const y = valueAxis(values, metric.log ?? false, [BOTTOM, TOP]);
  const left = 14 + Math.max(...y.ticks.map((tick) => widthOf(tick.label)));
  const names = lines.map((line) => endLabel(line, centre));
  const right = WIDTH - 16 - Math.min(240, Math.max(...names.map(widthOf)));
  const x = generationAxis(Math.max(...lines.map(({ generations }) => generations.at(-1)!)), [left, right]);
  return {
    name: `curve-${slug(metric.id)}`,
    title: `${metric.title} over the generations`,
    about: aboutCurve(centre, seeds, bands, marks.length > 0),
    width: WIDTH,
    height: HEIGHT,
    body: [
      label(titleWithUnit(metric), 0, 14, 'head'),
      frame({ left, right, top: TOP, bottom: BOTTOM }, x, y, { below: 'generation' }),
      ...(bands ? lines.map((line) => armGroup(line, bandOf(line, x, y))) : []),
      ...lines.map((line) => armGroup(line, drawn(line, centre, x, y, seeds))),
      ...marks.map((mark) => publishedMark(mark, x, y)),
      ...endLabels(lines, names, centre, right, y),
    ].join('\n'),
  };
}

function aboutCurve(centre: string, seeds: number, bands: boolean, published: boolean): string {
  const parts = [seeds > 1 ? `Line: ${centre} of ${seeds} runs` : 'One run of each arm'];
  if (bands) parts.push('band: from the 5 % to the 95 % quantile of the runs');
  if (seeds > 1) parts.push('disc at the end: mean with two standard errors');
  if (published) parts.push('diamond: published value, or the ends of its band');
  return `${parts.join('; ')}.`;
}

function armGroup({ index }: Line, content: string): string {
  return `<g class="${armClass(index)}">${content}</g>`;
}

function bandOf(line: Line, x: Axis, y: Axis): string {
  const path = bandPath(line, x, y);
  return path === '' ? '' : `<path class="band" d="${path}"/>`;
}

function drawn(line: Line, centre: 'mean' | 'median', x: Axis, y: Axis, seeds: number): string {
  const path = `<path class="line" d="${linePath(line.generations, line[centre], x, y)}"/>`;
  if (line.end === undefined || seeds === 1) return path;
  const { generation, mean, se } = line.end;
  const [at, to] = [x.at(generation), y.at(mean)];
  const half =
    se === null
      ? ''
      : `<path class="line" d="M${at},${y.at(mean - 2 * se)}L${at},${y.at(mean + 2 * se)}" stroke-dasharray="none"/>`;
  return `${path}${half}<circle class="dot" cx="${at}" cy="${to}" r="3.5"/>`;
}

function publishedMark(
  { id, generation, value, index }: PublishedResult & { index: number },
  x: Axis,
  y: Axis,
): string {
  const at = x.at(generation);
  const ends = typeof value === 'number' ? [value] : value;
  const marks = ends.map((end) => `<path class="mark" d="M${at},${y.at(end)}m0,-6l6,6l-6,6l-6,-6z"/>`);
  const join =
    ends.length === 2 ? `<path class="line thin" d="M${at},${y.at(ends[0])}L${at},${y.at(ends[1])}"/>` : '';
  const name = label(shorten(id, 24), at - 9, y.at(ends[0]) - 8, 'soft small', 'end');
  return `<g class="${armClass(index)}">${join}${marks.join('')}</g>${name}`;
}

function endLabel(line: Line, centre: 'mean' | 'median'): string {
  const last = line[centre].findLast(finite);
  return `${shorten(line.name, 26)}${finite(last) ? ` ${formatValue(last)}` : ''}`;
}

function endLabels(
  lines: readonly Line[],
  names: readonly string[],
  centre: 'mean' | 'median',
  right: number,
  y: Axis,
): string[] {
  const wanted = lines.map((line) => y.at(line[centre].findLast(finite) ?? line.end?.mean ?? 0));
  const places = spreadLabels(wanted, GAP, TOP, BOTTOM);
  return lines.map((line, i) => {
    const place = Math.round(places[i] * 100) / 100;
    return armGroup(line, label(names[i], right + 16, place + 4, 'name'));
  });
}
