/**
 * A forest plot of one group: for each metric its ratio to the reference with the 95 % interval, on top of the
 * noise floor's band. All groups share one axis, so that the eye may compare them; 1 is what a fresh sample of
 * the reference scores.
 */
import type { AuditResult, Grade, MetricResult } from '../../audit/result.js';
import { formatInterval, formatRatio } from '../../util/format.js';
import { escapeXml, shorten } from '../escape.js';
import type { NamedMetric } from '../words.js';

const WIDTH = 720;
const LEFT = 250;
const RIGHT = 150;
const ROW = 30;

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** An axis that holds every interval and band within 0 and 3, and at least 0.8 to 1.2. */
export function axisOf(result: AuditResult): Axis {
  let [low, high] = [0.8, 1.2];
  for (const { ratio, ci, noise } of Object.values(result.metrics)) {
    for (const figure of [ratio, ...(ci ?? []), ...(noise ?? [])]) {
      if (figure === null) continue;
      low = Math.min(low, figure);
      high = Math.max(high, figure);
    }
  }
  const span = Math.min(high, 3) - Math.max(low, 0);
  const step = span > 1.6 ? 0.5 : span > 0.7 ? 0.2 : 0.1;
  const first = Math.max(0, Math.floor(low / step + 1e-9));
  const last = Math.ceil(Math.min(high, 3) / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(1)));
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks };
}

/** SVG of 720 units; what lies beyond the axis is drawn at its end with an arrow head. */
export function forest(metrics: NamedMetric[], axis: Axis, label: string): string {
  const height = metrics.length * ROW + 34;
  const bottom = metrics.length * ROW + 6;
  const x = scaleOf(axis);
  const grid = axis.ticks.map(
    (tick) =>
      `<line class="${Math.abs(tick - 1) < 1e-9 ? 'one' : 'axis'}" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${bottom}"/>` +
      `<text class="soft" x="${x(tick)}" y="${bottom + 18}" text-anchor="middle">${tick.toFixed(1)}</text>`,
  );
  const bands = metrics.map(({ metric }, i) => band(metric, axis, i * ROW + 4));
  const rows = metrics.map((named, i) => row(named, axis, i * ROW + 4 + ROW / 2));
  const title = `${escapeXml(label)}: ratio to the reference with its 95 % interval and the noise floor`;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}"><title>${title}</title>${bands.join('')}${grid.join('')}${rows.join('')}</svg>`;
}

function scaleOf({ low, high }: Axis): (value: number) => number {
  const room = WIDTH - LEFT - RIGHT;
  return (value) => {
    const inside = Math.min(high, Math.max(low, value));
    return Number((LEFT + ((inside - low) / (high - low)) * room).toFixed(1));
  };
}

function band({ noise }: MetricResult, axis: Axis, y: number): string {
  if (noise === null) return '';
  const x = scaleOf(axis);
  const width = Math.max(2, x(noise[1]) - x(noise[0]));
  return `<rect class="noise" x="${x(noise[0])}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 8}"/>`;
}

function row({ metric }: NamedMetric, axis: Axis, y: number): string {
  const { grade, ratio, ci } = metric;
  const x = scaleOf(axis);
  const parts = [`<text x="0" y="${y + 4.5}">${escapeXml(shorten(metric.title, 35))}</text>`];
  const name = gradeClass(grade);
  if (ratio === null) {
    parts.push(`<text class="soft" x="${WIDTH}" y="${y + 4.5}" text-anchor="end">${grade}</text>`);
    return parts.join('');
  }
  if (ci !== null) {
    parts.push(`<line class="ci ${name}" x1="${x(ci[0])}" x2="${x(ci[1])}" y1="${y}" y2="${y}"/>`);
    if (ci[0] < axis.low) parts.push(`<path class="${name}" d="M${x(axis.low) - 7} ${y}l7 -4v8z"/>`);
    if (ci[1] > axis.high) parts.push(`<path class="${name}" d="M${x(axis.high) + 7} ${y}l-7 -4v8z"/>`);
  }
  parts.push(shape(grade, x(ratio), y));
  const figures = `${formatRatio(ratio)}${ci ? ` ${formatInterval(ci)}` : ''}`;
  parts.push(`<text x="${WIDTH}" y="${y + 4.5}" text-anchor="end">${figures}</text>`);
  return parts.join('');
}

/** A disc, a triangle, a cross, a ring: grades differ in shape. */
function shape(grade: Grade, x: number, y: number): string {
  const name = gradeClass(grade);
  if (grade === 'ok') return `<circle class="${name}" cx="${x}" cy="${y}" r="5.5"/>`;
  if (grade === 'warn') return `<path class="${name}" d="M${x} ${y - 7}l7 12h-14z"/>`;
  if (grade === 'fail') {
    return `<path class="${name}" stroke-width="3.5" d="M${x - 5.5} ${y - 5.5}l11 11m0 -11l-11 11"/>`;
  }
  return `<circle class="${name}" fill-opacity="0" stroke-width="2" cx="${x}" cy="${y}" r="5"/>`;
}

/** The CSS class of a grade. */
export function gradeClass(grade: Grade): string {
  return grade === 'skipped' || grade === 'inconclusive' ? 'none' : grade;
}
