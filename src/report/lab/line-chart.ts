/** Lines over the generations in one rectangle, each with its name and last figure at its end. */
import { formatValue } from '../../util/format.js';
import { shorten } from '../escape.js';
import { type Axis, finite, generationAxis, round2, valueAxis } from './axis.js';
import { armClass } from './chart-style.js';
import { label, widthOf } from './figure.js';
import { frame } from './frame.js';
import { bandPath, type Line, linePath, valuesOf } from './lines.js';
import { spreadLabels } from './spread-labels.js';

export const CHART_WIDTH = 720;
export const CHART_HEIGHT = 374;
const TOP = 34;
const BOTTOM = 330;
const GAP = 15;

export interface LineChart {
  /** Above the vertical axis. */
  head: string;
  lines: readonly Line[];
  centre: 'mean' | 'median';
  bands: boolean;
  log: boolean;
  /** Draws the mean and its error at the end of each line. */
  ends?: boolean;
  /** Published figures. */
  marks?: readonly Mark[];
}

export interface Mark {
  name: string;
  /** Place of the arm. */
  index: number;
  generation: number;
  /** One value, or both ends of a band. */
  values: readonly number[];
}

/** SVG elements in 720 by 374 units. */
export function lineChart({ head, lines, centre, bands, log, ends = false, marks = [] }: LineChart): string {
  const y = valueAxis([...valuesOf(lines, centre, bands), ...marks.flatMap(({ values }) => values)], log, [
    BOTTOM,
    TOP,
  ]);
  const left = 14 + Math.max(...y.ticks.map((tick) => widthOf(tick.label)));
  const names = lines.map((line) => endLabel(line, centre));
  const right = CHART_WIDTH - 16 - Math.max(...names.map(widthOf));
  const last = Math.max(
    ...lines.map(({ generations }) => generations.at(-1)!),
    ...marks.map(({ generation }) => generation),
  );
  const x = generationAxis(last, [left, right]);
  return [
    label(head, 0, 14, 'head'),
    frame({ left, right, top: TOP, bottom: BOTTOM }, x, y, { below: 'generation' }),
    ...(bands ? lines.map((line) => group(line, band(line, x, y))) : []),
    ...lines.map((line) =>
      group(line, `<path class="line" d="${linePath(line.generations, line[centre], x, y)}"/>`),
    ),
    ...(ends ? lines.map((line) => group(line, endMark(line, x, y))) : []),
    ...marks.map((each) => mark(each, x, y)),
    ...endLabels(lines, names, centre, right, y),
  ].join('\n');
}

function group({ index }: { index: number }, content: string): string {
  return content === '' ? '' : `<g class="${armClass(index)}">${content}</g>`;
}

function band(line: Line, x: Axis, y: Axis): string {
  const path = bandPath(line, x, y);
  return path === '' ? '' : `<path class="band" d="${path}"/>`;
}

function endMark({ end }: Line, x: Axis, y: Axis): string {
  if (end === undefined) return '';
  const { generation, mean, se } = end;
  const at = x.at(generation);
  const error =
    se === null ? '' : `<path class="whisker" d="M${at},${y.at(mean - 2 * se)}V${y.at(mean + 2 * se)}"/>`;
  return `${error}<circle class="dot" cx="${at}" cy="${y.at(mean)}" r="3.5"/>`;
}

function mark({ name, index, generation, values }: Mark, x: Axis, y: Axis): string {
  const at = x.at(generation);
  const marks = values.map((value) => `<path class="mark" d="M${at},${y.at(value)}m0,-6l6,6l-6,6l-6,-6z"/>`);
  const join =
    values.length === 2 ? `<path class="whisker" d="M${at},${y.at(values[0])}V${y.at(values[1])}"/>` : '';
  const top = Math.min(...values.map(y.at));
  const text = label(shorten(name, 24), round2(at - 9), round2(Math.max(TOP, top - 8)), 'soft small', 'end');
  return group({ index }, join + marks.join('')) + text;
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
  return lines.map((line, i) => group(line, label(names[i], right + 16, round2(places[i] + 4), 'name')));
}
