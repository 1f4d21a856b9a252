/** A sweep as lines: along one number that was varied, a line for each setting of what else was varied. */
import type { ArmResult, LabResult } from '../../lab/experiments/result.js';

export interface Sweep {
  /** The number along the horizontal axis. */
  over: string;
  series: {
    /** Settings of the other axes, `replace, ddof=1`; empty where there is no other. */
    name: string;
    /** Ascending by value. */
    points: { value: number; arm: ArmResult }[];
  }[];
}

/** Along the numeric axis with the most values; undefined where nothing numeric was swept. */
export function sweepOf({ sweep = [], arms }: LabResult): Sweep | undefined {
  const numeric = sweep.filter(({ values }) => values.length > 1 && values.every(isNumber));
  if (numeric.length === 0) return undefined;
  const along = numeric.reduce((a, b) => (b.values.length > a.values.length ? b : a));
  const series = new Map<string, { value: number; arm: ArmResult }[]>();
  for (const [i, arm] of arms.entries()) {
    const rest: string[] = [];
    let value = Number.NaN;
    let place = i;
    for (const axis of [...sweep].reverse()) {
      const setting = axis.values[place % axis.values.length];
      place = Math.floor(place / axis.values.length);
      if (axis === along) value = Number(setting);
      else rest.unshift(axis.over === 'arm' || axis.over === 'regime' ? setting : `${axis.over}=${setting}`);
    }
    const name = rest.join(', ');
    const points = series.get(name) ?? [];
    points.push({ value, arm });
    series.set(name, points);
  }
  return {
    over: along.over,
    series: [...series].map(([name, points]) => ({
      name,
      points: points.sort((a, b) => a.value - b.value),
    })),
  };
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
