/**
 * Which slice drags the whole: each is left out in turn, and the metrics that fail or warn are taken anew on what remains. A
 * slice's share of the shortfall is 1 - log(ratio without it) / log(ratio), the mean over the fallen metrics. The
 * parts of a field merge into the corpus exactly (the merge law), so nothing is counted again.
 */
import { METRICS } from '../metrics/index.js';
import { poolProfiles } from '../metrics/pool.js';
import { wholePair } from '../metrics/side.js';
import { mergeProfiles } from '../profile/merge.js';
import type { Profile } from '../profile/profile.js';
import { logRatio } from './compare.js';
import type { MetricResult } from './result.js';
import { SLICE_METRICS, type SlicedField } from './slices.js';

const FALLEN: readonly string[] = ['fail', 'warn'];

/** Ratios of the fallen metrics without each slice that has a profile, by value; empty where none fell. */
export function leaveOneOut(
  { values, corpusRest }: SlicedField,
  reference: Profile,
  whole: Record<string, MetricResult>,
  seed: number,
): Map<string, Record<string, number>> {
  const fallen = METRICS.filter(({ id }) => SLICE_METRICS.includes(id) && FALLEN.includes(whole[id]?.grade));
  const parts = values.flatMap(({ value, corpus }) => (corpus ? [{ value, corpus }] : []));
  const without = new Map<string, Record<string, number>>();
  if (fallen.length === 0 || parts.length === 0) return without;
  // [i] = all parts before i, and all after it.
  const before: (Profile | undefined)[] = [corpusRest];
  for (const { corpus } of parts) before.push(joined(before[before.length - 1], corpus));
  let after: Profile | undefined;
  for (let i = parts.length - 1; i >= 0; i--) {
    const remaining = joined(before[i], after);
    after = joined(after, parts[i].corpus);
    if (remaining === undefined) continue;
    const pair = wholePair(poolProfiles(remaining, reference), seed);
    if (pair.corpus.tokens === 0) continue;
    const ratios: Record<string, number> = {};
    for (const metric of fallen) {
      const estimate = metric.estimate(pair);
      if ('value' in estimate) ratios[metric.id] = Math.exp(logRatio(estimate, metric.ratioOf));
    }
    without.set(parts[i].value, ratios);
  }
  return without;
}

function joined(a: Profile | undefined, b: Profile | undefined): Profile | undefined {
  return a && b ? mergeProfiles([a, b]) : (a ?? b);
}

/** The share of a slice in what is missing from the fallen metrics, mean over them; 0 where nothing was taken. */
export function shareOfShortfall(
  ratios: Record<string, number>,
  whole: Record<string, MetricResult>,
): number {
  const shares = Object.entries(ratios).flatMap(([id, ratio]) => {
    const log = Math.log(Math.max(whole[id].ratio ?? 1, 1e-9));
    return log === 0 ? [] : [1 - Math.log(Math.max(ratio, 1e-9)) / log];
  });
  return shares.length === 0 ? 0 : shares.reduce((a, b) => a + b, 0) / shares.length;
}
