/**
 * The axes of a chart, on d3's scales: linear or logarithmic, with ticks that people would choose. What has no place on
 * a logarithmic axis (zero and below) is drawn at its lower edge, which then says so.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import { formatCompact } from '../../util/format.js';

export interface Axis {
  /** Coordinate of a value, rounded to two decimals; values beyond the axis are drawn at its end. */
  at(value: number): number;
  ticks: { at: number; label: string }[];
  log: boolean;
}

/** Numbers beyond this would overflow in the scales. */
const HUGE = 1e300;

export function finite(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** An axis that holds all finite values. `range`: coordinates of its two ends. `count`: ticks wanted. */
export function valueAxis(
  values: Iterable<number | null>,
  log: boolean,
  range: readonly [number, number],
  count = 5,
): Axis {
  let [low, high, positive] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const value of values) {
    if (!finite(value)) continue;
    low = Math.max(-HUGE, Math.min(low, value));
    high = Math.min(HUGE, Math.max(high, value));
    if (value > 0) positive = Math.min(positive, value);
  }
  if (low > high) [low, high] = [0, 1];
  return log && high > 0 ? logAxis(positive, high, low, range, count) : linearAxis(low, high, range, count);
}

/** Generations from 0 to the last: whole numbers only. */
export function generationAxis(last: number, range: readonly [number, number], count = 8): Axis {
  const scale = scaleLinear()
    .domain([0, Math.max(1, last)])
    .range(range)
    .clamp(true);
  const ticks = scale.ticks(Math.min(count, Math.max(1, last))).filter(Number.isInteger);
  return {
    at: (value) => round2(scale(value)),
    ticks: ticks.map((tick) => ({ at: round2(scale(tick)), label: formatTick(tick, last) })),
    log: false,
  };
}

function linearAxis(low: number, high: number, range: readonly [number, number], count: number): Axis {
  let [from, to] = [low, high];
  if (from === to) {
    const room = from === 0 ? 1 : Math.abs(from) * 0.1;
    [from, to] = [from - room, to + room];
  }
  if (from > 0 && from < to / 2) from = 0;
  if (to < 0 && to > from / 2) to = 0;
  const scale = scaleLinear().domain([from, to]).nice(count).range(range).clamp(true);
  const ends = scale.domain();
  const size = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
  const ticks = scale.ticks(count);
  return {
    at: (value) => round2(scale(value)),
    ticks: ticks.map((tick) => ({ at: round2(scale(tick)), label: formatTick(tick, size) })),
    log: false,
  };
}

/** `least`: the least of all values; at or below 0 it adds a stretch at the lower end, where such values are drawn. */
function logAxis(
  positive: number,
  high: number,
  least: number,
  range: readonly [number, number],
  count: number,
): Axis {
  const wide = high / positive >= 10;
  let from = wide ? positive : positive / 1.25;
  let to = wide ? high : high * 1.25;
  if (least <= 0) from = positive / Math.max(10, (high / positive) ** 0.15);
  from = Math.max(from, Number.MIN_VALUE * 10);
  if (to <= from) to = from * 10;
  const scale = scaleLog().domain([from, to]).range(range).clamp(true);
  if (wide) scale.nice();
  const lowest = scale.domain()[0];
  const floor = least <= 0 ? [{ at: round2(range[0]), label: least < 0 ? '≤ 0' : '0' }] : [];
  const ticks = logTicks(scale.ticks(count), positive, high, count).filter(
    (tick) => tick > lowest || floor.length === 0,
  );
  return {
    at: (value) => round2(value > 0 ? scale(value) : range[0]),
    ticks: [...floor, ...ticks.map((tick) => ({ at: round2(scale(tick)), label: formatLog(tick) }))],
    log: true,
  };
}

/** Over several decades the powers of ten; over one or two also 2 and 5. */
function logTicks(ticks: number[], low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return ticks.length > 2 * count ? ticks.filter((_, i) => i % 2 === 0) : ticks;
  const leading = decades < 2.2 ? /^[125]/ : /^1/;
  const plain = ticks.filter(
    (tick) => leading.test(tick.toExponential(0)) && tick.toExponential(0) === tick.toExponential(),
  );
  const step = Math.ceil(plain.length / (1.6 * count));
  return plain.filter((_, i) => i % step === 0);
}

function formatTick(value: number, size: number): string {
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-3) return power(value);
  if (size >= 1e4) return formatCompact(value).replace('-', '−');
  return String(Number(value.toPrecision(10))).replace('-', '−');
}

function formatLog(value: number): string {
  if (value >= 1e-3 && value < 1e4) return String(Number(value.toPrecision(6)));
  return power(value);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁶`, `2×10⁷`. */
function power(value: number): string {
  const [digits, exponent] = Number(value.toPrecision(3)).toExponential().split('e');
  const raised = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => RAISED[Number(digit)]);
  return digits === '1' ? `10${raised}` : `${digits.replace('-', '−')}×10${raised}`;
}
