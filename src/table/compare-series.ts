/**
 * A measure of a table: its ratio, interval, noise floor and p-value, from its values over all deals. As in
 * `audit/compare.ts`, on the log scale, with the spread over the dealt rows as the standard error and their mean as the
 * bias. The t quantile has the degrees of freedom of the deals: rows, unlike documents, are all of one size.
 */
import type { Compared } from '../audit/compare.js';
import { tQuantile, tTwoSided } from '../stats/student-t.js';
import type { Card } from './card.js';
import { type Deals, EXCHANGES } from './deals.js';
import type { Series } from './series.js';

const DF = EXCHANGES - 1;
const T95 = tQuantile(0.95, DF);
const LEAST_LOG = Math.log(1e-9);

export interface Measure {
  card: Card;
  id: string;
  title: string;
  series: Series;
  /** Rows behind the value. */
  n: number;
  /** There is nothing of the kind in this reference: skipped. */
  skip?: string;
  /** There are too few rows: inconclusive. */
  lack?: string;
  /** A p-value that needs no deals. */
  exact?: { p: number };
}

/** The centred log ratio of the real deal and its standard error; null where too few deals could compute it. */
export function logRatioOf(
  { value, reference }: Series,
  { exchanges }: Deals,
): { log: number; centre: number; error: number } | null {
  const logs: number[] = [];
  for (let d = 1; d <= exchanges; d++) {
    const log = ratio(value[d], reference[d]);
    if (!Number.isNaN(log)) logs.push(log);
  }
  const log = ratio(value[0], reference[0]);
  if (Number.isNaN(log) || logs.length < exchanges / 2) return null;
  const bias = mean(logs);
  return { log, centre: log > LEAST_LOG ? log - bias : log, error: spread(logs, bias) };
}

export function compareSeries(measure: Measure, deals: Deals, n: number, m: number): Compared {
  const { card, title, series } = measure;
  const { group, ratioOf, unit, direction, bounds } = card;
  const base = { group, title, ratioOf, n: measure.n, unit, direction, bounds };
  const nothing = { value: null, reference: null, ratio: null, ci: null, noise: null, p: null };
  const reason = measure.skip ?? measure.lack;
  if (reason !== undefined) return { ...base, ...nothing, reason };
  const found = logRatioOf(series, deals);
  if (found === null) return { ...base, ...nothing, reason: 'too few rows to compute it' };
  const splits: number[] = [];
  for (let d = 1 + deals.exchanges; d < deals.all.length; d++) {
    const log = ratio(series.value[d], series.reference[d]);
    if (!Number.isNaN(log)) splits.push(log);
  }
  const { log, centre, error } = found;
  const scale = Math.sqrt((1 / n + 1 / m) / (4 / m));
  const floor = splits.length < 4 ? error : spread(splits, mean(splits)) * scale;
  const exp = (x: number) => (x <= LEAST_LOG ? 0 : Math.exp(x));
  return {
    ...base,
    value: series.value[0],
    reference: series.reference[0],
    ratio: exp(log),
    ci: [exp(centre - T95 * error), exp(centre + T95 * error)],
    noise: [Math.exp(-T95 * floor), Math.exp(T95 * floor)],
    p: measure.exact?.p ?? (error > 0 ? tTwoSided(Math.abs(centre) / error, DF) : centre === 0 ? 1 : 0),
  };
}

function ratio(value: number, reference: number): number {
  if (Number.isNaN(value) || Number.isNaN(reference)) return Number.NaN;
  if (reference <= 0) return value <= 0 ? 0 : -LEAST_LOG;
  return Math.max(LEAST_LOG, Math.log(value / reference));
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function spread(values: readonly number[], centre: number): number {
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}
