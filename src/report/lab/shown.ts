/** What is drawn of a result: a chart holds a dozen lines, a page a handful of charts. The rest is in result.json. */
import type { ArmResult, LabResult } from '../../lab/result.js';
import type { MetricInfo } from '../../lab/world.js';
import { sweepOf } from './sweep.js';

export const MOST_ARMS = 12;

/** In order; of a long sweep values spread over its whole range. */
export function shownArms(result: LabResult): ArmResult[] {
  const sweep = sweepOf(result);
  const arms = sweep ? sweep.points.map(({ arm }) => arm) : result.arms;
  if (arms.length <= MOST_ARMS) return arms;
  if (!sweep) return arms.slice(0, MOST_ARMS);
  return Array.from(
    { length: MOST_ARMS },
    (_, i) => arms[Math.round((i * (arms.length - 1)) / (MOST_ARMS - 1))],
  );
}

export interface ShownMetric extends MetricInfo {
  id: string;
}

/** Watched ones first, then those that are claimed or published; without any, the headline. */
export function shownMetrics({ experiment, world, arms, claims, published }: LabResult): ShownMetric[] {
  const ids = new Set([...experiment.watch, ...[...claims, ...published].map(({ metric }) => metric)]);
  const headline = Object.keys(world.metrics)[0];
  if (ids.size === 0 && headline !== undefined) ids.add(headline);
  return [...ids]
    .filter((id) => arms.some(({ metrics }) => Object.hasOwn(metrics, id)))
    .map((id) => ({ id, ...metricInfo(world, id) }));
}

export function metricInfo({ metrics }: LabResult['world'], id: string): MetricInfo {
  return Object.hasOwn(metrics, id) ? metrics[id] : { title: id };
}

/** `variance of the fit (true variances)`. */
export function titleWithUnit({ title, unit }: MetricInfo): string {
  return unit === undefined || unit === '' ? title : `${title} (${unit})`;
}
