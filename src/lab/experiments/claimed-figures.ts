/** What a claim sets against each other, a pair of figures for each seed. */
import { measuredGenerations } from '../run/run-one.js';
import type { Claim } from './experiment.js';

/** A metric of an arm at a generation, in the order of the seeds. */
export type Figures = (arm: string, metric: string, generation: number) => number[];

/**
 * Of the arm, and of the control times `times`; both counted from `base` where the claim has one, so that "the arm has
 * worsened by at most half as much as the control" is `arm - base < 0.5 (control - base)`. Where the claim counts steps,
 * their number, and 0.
 */
export function claimedFigures(
  claim: Claim & { generation: number },
  figures: Figures,
  every: number,
): [arm: number[], control: number[]] {
  const { metric, arm, control, generation, times = 1, base, alarm, steps } = claim;
  if (steps !== undefined) {
    const taken = stepsTaken(claim, figures, every);
    return [taken, taken.map(() => 0)];
  }
  const { controlMetric = metric, controlGeneration = generation, baseGeneration = generation } = claim;
  const figureOf = (name: string, of: string, at: number) =>
    alarm === undefined ? figures(name, of, at) : firstOff(name, of, at, alarm, figures, every);
  const from = base === undefined ? undefined : figures(base, metric, baseGeneration);
  const counted = (all: number[]) => (from ? all.map((x, seed) => x - from[seed]) : all);
  const ofControl = counted(figureOf(control, controlMetric, controlGeneration));
  return [counted(figureOf(arm, metric, generation)), ofControl.map((x) => times * x)];
}

/** The first measured generation up to `last` at which a metric is off generation 0's by the share `by`. */
function firstOff(
  arm: string,
  metric: string,
  last: number,
  by: number,
  figures: Figures,
  every: number,
): number[] {
  const start = figures(arm, metric, 0);
  const first = start.map((x) => (Number.isFinite(x) ? last + 1 : Number.NaN));
  for (const generation of measuredGenerations(last, every)) {
    figures(arm, metric, generation).forEach((x, seed) => {
      if (first[seed] > last && Math.abs(x / start[seed] - 1) >= by) first[seed] = generation;
    });
  }
  return first;
}

/** Steps between measured generations that go up, or down; NaN where a figure is missing. */
function stepsTaken(
  { metric, arm, controlGeneration = 1, generation, steps }: Claim & { generation: number },
  figures: Figures,
  every: number,
): number[] {
  const measured = measuredGenerations(generation, every).filter((g) => g >= controlGeneration);
  const curve = measured.map((g) => figures(arm, metric, g));
  const way = steps === 'up' ? 1 : -1;
  return curve[0].map((_, seed) => {
    let taken = 0;
    for (let k = 1; k < curve.length; k++) {
      const step = way * (curve[k][seed] - curve[k - 1][seed]);
      taken += Number.isNaN(step) ? Number.NaN : Number(step > 0);
    }
    return taken;
  });
}
