/**
 * Fewer points for a line that looks the same: the generations are cut into stretches, and of each stretch the points
 * are kept at which a series is lowest and highest, so that no peak is lost. A gap is kept too.
 */
export type Series = readonly (number | null)[];

/** Indices to keep, ascending, at most `most` (8 or more), the first and the last among them. */
export function thin(series: readonly Series[], most: number): number[] {
  const length = series[0]?.length ?? 0;
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const stretches = Math.max(1, Math.floor((most - 2) / (3 * series.length)));
  const kept = new Set([0, length - 1]);
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * length) / stretches);
    const to = Math.floor(((s + 1) * length) / stretches);
    for (const values of series) for (const i of extremes(values, from, to)) kept.add(i);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Where the stretch is lowest and highest, and its first gap. */
function extremes(values: Series, from: number, to: number): number[] {
  let lowest = -1;
  let highest = -1;
  let gap = -1;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value === null) {
      if (gap < 0) gap = i;
      continue;
    }
    if (lowest < 0 || value < values[lowest]!) lowest = i;
    if (highest < 0 || value > values[highest]!) highest = i;
  }
  return [lowest, highest, gap].filter((i) => i >= 0);
}
