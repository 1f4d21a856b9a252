/** From the runs of one arm to its curves: mean with its standard error, median and quantiles over seeds. */
import { quantile } from '../../stats/quantile.js';
import { measuredGenerations, type RunRecord } from '../run/run-one.js';
import type { MetricInfo } from '../world.js';
import type { Arm } from './experiment.js';
import type { ArmResult, Curve } from './result.js';

/** Lost names that a result lists; a world of words loses tens of thousands. */
export const MOST_LOST = 1000;

/** `records` in the order of the seeds. */
export function aggregate(
  arm: Arm,
  every: number,
  metrics: Record<string, MetricInfo>,
  records: readonly RunRecord[],
): ArmResult {
  const measured = measuredGenerations(arm.generations, every);
  const names = Object.keys(metrics);
  const curves: Record<string, Curve> = {};
  const last: ArmResult['last'] = {};
  names.forEach((name, m) => {
    const curve: Curve = { mean: [], se: [], median: [], low: [], high: [] };
    for (let row = 0; row < measured.length; row++) {
      const figures = records.map(({ values }) => values[row * names.length + m]);
      const { mean, se, median, low, high } = summary(figures);
      curve.mean.push(finite(mean));
      curve.se.push(finite(se));
      curve.median.push(finite(median));
      curve.low.push(finite(low));
      curve.high.push(finite(high));
      if (row === measured.length - 1) last[name] = figures.map(finite);
    }
    curves[name] = curve;
  });
  return {
    ...arm,
    measured,
    metrics: curves,
    last,
    pictures: records[0].pictures,
    ...(records[0].continued.length > 0 && { continued: records[0].continued }),
    lost: lostOf(records).slice(0, MOST_LOST),
  };
}

/** Over those that are numbers; se is NaN below two. */
export function summary(figures: readonly number[]) {
  const there = Float64Array.from(figures.filter((x) => !Number.isNaN(x))).sort();
  const n = there.length;
  let sum = 0;
  for (const x of there) sum += x;
  const mean = sum / n;
  let square = 0;
  for (const x of there) square += (x - mean) ** 2;
  return {
    n,
    mean,
    se: n > 1 ? Math.sqrt(square / (n - 1) / n) : Number.NaN,
    median: quantile(there, 0.5),
    low: quantile(there, 0.05),
    high: quantile(there, 0.95),
  };
}

export function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

/** All lost names, those of most runs first, then those lost first. */
export function lostOf(records: readonly RunRecord[]): ArmResult['lost'] {
  const gone = new Map<string, number[]>();
  for (const { lost } of records) {
    for (const [name, generation] of lost) {
      const generations = gone.get(name);
      if (generations) generations.push(generation);
      else gone.set(name, [generation]);
    }
  }
  const list = [...gone].map(([name, generations]) => ({
    name,
    share: generations.length / records.length,
    firstGeneration: generations.sort((a, b) => a - b)[(generations.length - 1) >> 1],
  }));
  return list.sort(
    (a, b) =>
      b.share - a.share ||
      a.firstGeneration - b.firstGeneration ||
      (a.name < b.name ? -1 : +(a.name > b.name)),
  );
}
