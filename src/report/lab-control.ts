import type { Claim } from '../lab/experiments/experiment.js';

/**
 * What a claim compares with, such as `replace`, or no steps, or `0.5 x replace (w2, generation 1), both from start (generation 1)`;
 * `named`: a metric's name as shown.
 */
export function controlOf(
  { control, controlMetric, controlGeneration, times, base, baseGeneration, steps }: Claim,
  named: (metric: string) => string = (metric) => metric,
): string {
  if (steps !== undefined) return '0';
  const other: string[] = [];
  if (controlMetric !== undefined) other.push(named(controlMetric));
  if (controlGeneration !== undefined) other.push(`generation ${controlGeneration}`);
  const own = other.length > 0 ? `${control} (${other.join(', ')})` : control;
  const counted = times === undefined ? own : `${times} x ${own}`;
  if (base === undefined) return counted;
  return `${counted}, both from ${base}${baseGeneration === undefined ? '' : ` (generation ${baseGeneration})`}`;
}

/** The metric of a claim, or when it sets off an alarm, or which of its steps are counted. */
export function comparedOf(
  { metric, alarm, steps, controlGeneration = 1 }: Claim,
  named: (metric: string) => string = (id) => id,
): string {
  if (steps !== undefined) {
    return `steps from generation ${controlGeneration} at which ${named(metric)} goes ${steps}`;
  }
  return alarm === undefined
    ? named(metric)
    : `first generation at which ${named(metric)} is ${Number((100 * alarm).toPrecision(3))} % off`;
}

/** What the difference must be: `higher`, `lower by more than 0.1`, or `not lower by 0.05`. */
export function wantedOf({ direction, least }: Claim, shown: (x: number) => string): string {
  if (least === 0) return direction;
  if (least > 0) return `${direction} by more than ${shown(least)}`;
  return `not ${direction === 'higher' ? 'lower' : 'higher'} by ${shown(-least)}`;
}
