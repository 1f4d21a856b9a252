import type { Claim } from '../lab/experiments/experiment.js';

/** What a claim compares with, such as `replace` or `replace (w2, generation 1)`; `named`: a metric's name as shown. */
export function controlOf(
  { control, controlMetric, controlGeneration }: Claim,
  named: (metric: string) => string = (metric) => metric,
): string {
  const other: string[] = [];
  if (controlMetric !== undefined) other.push(named(controlMetric));
  if (controlGeneration !== undefined) other.push(`generation ${controlGeneration}`);
  return other.length > 0 ? `${control} (${other.join(', ')})` : control;
}
