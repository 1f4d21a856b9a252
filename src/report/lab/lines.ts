/** The curve of one metric as each arm has it, thinned: what all charts over generations draw. */
import { line } from 'd3-shape';
import type { ArmResult, Curve } from '../../lab/experiments/result.js';
import { type Axis, finite } from './axis.js';
import type { ShownMetric } from './shown.js';
import { thin } from './thin.js';

export interface Line {
  name: string;
  /** Place of the arm among those drawn; decides its colour. */
  index: number;
  generations: number[];
  /** Parallel to `generations`. */
  mean: (number | null)[];
  median: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** At the last generation that has a mean. */
  end: { generation: number; mean: number; se: number | null } | undefined;
}

/** On a logarithmic axis the typical run, as a mean would be ruled by a few; else the mean. */
export function centreOf({ log }: Pick<ShownMetric, 'log'>): 'mean' | 'median' {
  return log ? 'median' : 'mean';
}

/** Arms that have no such metric, or no figure of it, are left out. */
export function linesOf(arms: readonly ArmResult[], metric: string, most: number): Line[] {
  const lines: Line[] = [];
  for (const [index, arm] of arms.entries()) {
    if (!Object.hasOwn(arm.metrics, metric)) continue;
    const { mean, median, low, high, se } = arm.metrics[metric];
    if (!mean.some(finite) && !median.some(finite)) continue;
    const kept = thin([mean, median, low, high].map(cleaned), most);
    const pick = (values: Curve['mean']) => kept.map((i) => (finite(values[i]) ? values[i] : null));
    const last = mean.findLastIndex(finite);
    lines.push({
      name: arm.name,
      index,
      generations: kept.map((i) => arm.measured[i]),
      mean: pick(mean),
      median: pick(median),
      low: pick(low),
      high: pick(high),
      end:
        last < 0
          ? undefined
          : {
              generation: arm.measured[last],
              mean: mean[last]!,
              se: finite(se[last]) ? se[last] : null,
            },
    });
  }
  return lines;
}

function cleaned(values: Curve['mean']): (number | null)[] {
  return values.map((value) => (finite(value) ? value : null));
}

/** All that a chart of these lines must have room for. */
export function* valuesOf(
  lines: readonly Line[],
  centre: 'mean' | 'median' | 'both',
  bands: boolean,
): Generator<number | null> {
  for (const { mean, median, low, high, end } of lines) {
    if (centre !== 'median') yield* mean;
    if (centre !== 'mean') yield* median;
    if (end) yield end.mean;
    if (bands) {
      yield* low;
      yield* high;
    }
  }
}

/** Path data; a gap where there is no value. */
export function linePath(
  generations: readonly number[],
  values: readonly (number | null)[],
  x: Axis,
  y: Axis,
): string {
  const path = line<number | null>()
    .defined(finite)
    .x((_, i) => x.at(generations[i]))
    .y((value) => y.at(value!))
    .digits(2);
  return path([...values]) ?? '';
}

/** Closed path between the low and the high values; cut where either is missing. */
export function bandPath({ generations, low, high }: Line, x: Axis, y: Axis): string {
  let path = '';
  for (let from = 0; from < generations.length; from++) {
    let to = from;
    while (to < generations.length && low[to] !== null && high[to] !== null) to++;
    if (to - from > 1) {
      const there: string[] = [];
      const back: string[] = [];
      for (let i = from; i < to; i++) {
        const at = x.at(generations[i]);
        there.push(`${at},${y.at(high[i]!)}`);
        back.push(`${at},${y.at(low[i]!)}`);
      }
      path += `M${there.join('L')}L${back.reverse().join('L')}Z`;
    }
    from = to;
  }
  return path;
}
