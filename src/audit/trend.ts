/**
 * Change from generation to generation: the slope of the log rate over the generations, the reference being 0, by
 * weighted least squares. Where the points scatter more than their errors explain, the slope's error grows with them.
 */
import { intervalAround } from './compare.js';
import type { Trend } from './result.js';

export interface RatePoint {
  log: number;
  /** Standard error of `log`, above 0. */
  error: number;
}

/** [g] = generation g. Null for fewer than three points: two are the comparison itself. */
export function trendOf(points: readonly RatePoint[]): Trend | null {
  if (points.length < 3) return null;
  let weight = 0;
  let x = 0;
  let y = 0;
  points.forEach(({ log, error }, g) => {
    const w = 1 / error ** 2;
    weight += w;
    x += w * g;
    y += w * log;
  });
  x /= weight;
  y /= weight;
  let xx = 0;
  let xy = 0;
  points.forEach(({ log, error }, g) => {
    const w = 1 / error ** 2;
    xx += w * (g - x) ** 2;
    xy += w * (g - x) * (log - y);
  });
  const slope = xy / xx;
  let scatter = 0;
  points.forEach(({ log, error }, g) => {
    scatter += ((log - y - slope * (g - x)) / error) ** 2;
  });
  const error = Math.sqrt(Math.max(1, scatter / (points.length - 2)) / xx);
  return { generations: points.length - 1, factor: Math.exp(slope), ci: intervalAround(slope, error) };
}
