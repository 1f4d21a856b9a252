/** Sets a statistic over the seeds against the number or band that a paper gives. */
import { quantile } from '../../stats/quantile.js';
import { finite } from './aggregate.js';
import type { Published } from './experiment.js';
import type { PublishedResult } from './result.js';

/** `of`: an arm's metric at the generation, of each seed; figures that are no finite numbers are left out. */
export function judgePublished(
  published: Published,
  of: (arm: string) => readonly number[],
): PublishedResult {
  const { tolerance } = published;
  const statistic = (arm: string) =>
    STATISTICS[published.statistic](Float64Array.from(of(arm).filter((x) => Number.isFinite(x))).sort());
  const [measured, se] = statistic(published.arm);
  const value = typeof published.value === 'string' ? statistic(published.value)[0] : published.value;
  const off = Number.isNaN(measured) ? null : offBy(measured, value);
  const agrees = off !== null && (typeof value === 'number' ? Math.abs(off) <= tolerance : off === 0);
  return { ...published, value, measured: finite(measured), se: finite(se), off, agrees };
}

/** Relative to the value or the nearer end of the band; as it is where that is 0. */
function offBy(measured: number, value: number | [number, number]): number {
  const [low, high] = typeof value === 'number' ? [value, value] : value;
  const end = measured < low ? low : measured > high ? high : measured;
  return measured === end ? 0 : (measured - end) / (end === 0 ? 1 : Math.abs(end));
}

/** Of ascending figures: the statistic and its standard error over seeds, NaN where none is known. */
const STATISTICS: Record<Published['statistic'], (x: Float64Array) => [number, number]> = {
  mean: (x) => [moment(x, 1), Math.sqrt(variance(x) / x.length)],
  median: (x) => [quantile(x, 0.5), seOfMedian(x)],
  variance: (x) => [variance(x), seOfVariance(x)],
  sd: (x) => [Math.sqrt(variance(x)), seOfVariance(x) / (2 * Math.sqrt(variance(x)))],
  min: (x) => [x[0] ?? Number.NaN, Number.NaN],
  max: (x) => [x[x.length - 1] ?? Number.NaN, Number.NaN],
};

function moment(x: Float64Array, order: number, centre = 0): number {
  let sum = 0;
  for (const each of x) sum += (each - centre) ** order;
  return sum / x.length;
}

function variance(x: Float64Array): number {
  return (moment(x, 2, moment(x, 1)) * x.length) / (x.length - 1);
}

/** From the fourth moment, so of figures of any distribution. */
function seOfVariance(x: Float64Array): number {
  const n = x.length;
  const square = variance(x) ** 2;
  return Math.sqrt(Math.max(0, (moment(x, 4, moment(x, 1)) - (square * (n - 3)) / (n - 1)) / n));
}

/** From the order statistics that hold the median with 95 % (McKean and Schrader 1984). */
function seOfMedian(x: Float64Array): number {
  const n = x.length;
  const below = Math.max(1, Math.round((n + 1) / 2 - 1.96 * Math.sqrt(n / 4)));
  return n < 2 ? Number.NaN : (x[n - below] - x[below - 1]) / (2 * 1.96);
}
