/** What is drawn of a result: a chart holds a dozen lines, a page a handful of charts. The rest is in result.json. */
import type { ArmResult, LabResult } from '../../lab/experiments/result.js';
import type { MetricInfo } from '../../lab/world.js';
import { spread } from './spread.js';

export const MOST_ARMS = 12;

/** The first ones; of a long sweep ones spread over its whole range. */
export function shownArms({ arms, sweep }: LabResult): ArmResult[] {
  return sweep ? spread(arms, MOST_ARMS) : arms.slice(0, MOST_ARMS);
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
