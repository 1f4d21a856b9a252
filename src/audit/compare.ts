/**
 * One metric of the audit: its ratio, interval, noise floor and p-value.
 *
 * Intervals are on the log scale, log ratio ± t SE, with SE from the replicates (see `replicates.ts`). The t quantile
 * has 10 degrees of freedom although there are 31 replicates: long documents make the groups' contributions
 * heavy-tailed, so the SE itself is known no better than that; `docs/variability.md` has the measured coverage.
 */

import type { Estimate, Metric } from '../metrics/metric.js';
import type { Pair } from '../metrics/side.js';
import { shareRatioInterval, shareRatioP } from '../stats/share-ratio.js';
import { tQuantile, tTwoSided } from '../stats/student-t.js';
import type { MetricResult } from './result.js';

const DF = 10;
const T95 = tQuantile(0.95, DF);
/** Ratios at or below this are written as 0. */
const LEAST_LOG = Math.log(1e-9);

/** A result before it is graded: the grade needs the other metrics' p-values. */
export type Compared = Omit<MetricResult, 'grade' | 'q'> & { skipped?: true };

/** Log ratios of one metric over the replicates that could compute it. */
export interface ReplicateLogs {
  /** Both corpora dealt out anew, at the real sizes. */
  exchanges: number[];
  /** The reference in two halves. */
  splits: number[];
}

export function compare(metric: Metric, pair: Pair, logs: ReplicateLogs): Compared {
  const card = {
    group: metric.group,
    title: metric.title,
    ratioOf: metric.ratioOf,
    n: pair.corpus.texts,
    unit: metric.unit,
    direction: metric.direction,
    bounds: metric.bounds,
  };
  const nothing = { value: null, reference: null, ratio: null, ci: null, noise: null, p: null };
  const estimate = metric.estimate(pair);
  if ('skipped' in estimate) return { ...card, ...nothing, reason: estimate.skipped, skipped: true };
  if ('insufficient' in estimate) return { ...card, ...nothing, reason: estimate.insufficient };
  if (!Number.isFinite(estimate.value) || !Number.isFinite(estimate.reference)) {
    return { ...card, ...nothing, reason: 'too little text to compute it' };
  }
  const { value, reference } = estimate;
  const compared = estimate.counts
    ? { ...fromCounts(estimate.counts), ...(estimate.p !== undefined && { p: estimate.p }) }
    : fromReplicates(metric, pair, estimate, logs);
  const model = {
    ...(estimate.embedder !== undefined && { embedder: estimate.embedder }),
    ...(estimate.lm !== undefined && { lm: estimate.lm }),
  };
  const detection = estimate.detection ? { detection: estimate.detection() } : {};
  const title = estimate.about === undefined ? metric.title : `${metric.title}: ${estimate.about}`;
  return { ...card, title, ...model, value, reference, ...compared, ...detection };
}

type Ratios = Pick<Compared, 'ratio' | 'ci' | 'noise' | 'p'> & { reason?: string };

function fromCounts({ corpus: [a, n], reference: [b, m] }: NonNullable<Estimate['counts']>): Ratios {
  return {
    ratio: b === m ? null : (1 - a / n) / (1 - b / m),
    ci: shareRatioInterval(a, n, b, m),
    noise: shareRatioInterval((b * n) / m, n, b, m),
    p: shareRatioP(Math.round(a), n, Math.round(b), m), // An expected count need not be whole.
  };
}

function fromReplicates(metric: Metric, pair: Pair, whole: Estimate, logs: ReplicateLogs): Ratios {
  const log = logRatio(whole, metric.ratioOf);
  if (whole.logError !== undefined) {
    const around = aroundLog(log, whole.logError, whole.noiseError ?? whole.logError);
    return { ...around, p: whole.p ?? around.p };
  }
  const { exchanges: dealt, splits: split } = logs;
  if (dealt.length < 8 || split.length < 4) {
    return { ratio: Math.exp(log), ci: null, noise: null, p: null, reason: 'too few document groups' };
  }
  // Where both sides are treated alike the mean over balanced replicates is 0 by symmetry; else it is the bias.
  const bias = metric.biased ? mean(dealt) : 0;
  const centre = Math.abs(log) < -LEAST_LOG ? log - bias : log;
  const halves = 4 / pair.reference.texts;
  const real = 1 / pair.corpus.texts + 1 / pair.reference.texts;
  const floor = spread(split, metric.biased) * Math.sqrt(real / halves);
  return aroundLog(centre, spread(dealt, true), floor);
}

function aroundLog(log: number, error: number, floor: number): Ratios {
  const exp = (x: number) => (x <= LEAST_LOG ? 0 : Math.exp(x));
  return {
    ratio: exp(log),
    ci: [exp(log - T95 * error), exp(log + T95 * error)],
    noise: [Math.exp(-T95 * floor), Math.exp(T95 * floor)],
    p: pOf(log, error),
  };
}

/** Clamped, so that a value of 0 stays a number. */
export function logRatio(estimate: Estimate, ratioOf: Metric['ratioOf']): number {
  const value = ratioOf === 'value' ? estimate.value : 1 - estimate.value;
  const reference = ratioOf === 'value' ? estimate.reference : 1 - estimate.reference;
  if (reference <= 0) return value <= 0 ? 0 : -LEAST_LOG;
  return Math.max(LEAST_LOG, Math.log(value / reference));
}

function mean(values: number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Standard deviation, around the mean or around 0. */
function spread(values: number[], aroundMean: boolean): number {
  const centre = aroundMean ? mean(values) : 0;
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (values.length - (aroundMean ? 1 : 0)));
}

/** The standard error behind an interval of `compare`, on the log scale. */
export function errorOf([low, high]: [number, number]): number {
  return (Math.log(Math.max(high, 1e-9)) - Math.log(Math.max(low, 1e-9))) / (2 * T95);
}

/** The 95 % interval around a log ratio with this standard error. */
export function intervalAround(log: number, error: number): [number, number] {
  return [Math.exp(log - T95 * error), Math.exp(log + T95 * error)];
}

/** Two-sided p-value of a log ratio with this standard error. */
export function pOf(log: number, error: number): number {
  return error > 0 ? tTwoSided(Math.abs(log) / error, DF) : log === 0 ? 1 : 0;
}
