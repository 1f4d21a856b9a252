/** What a claim sets against each other, a pair of figures for each seed. */
import { measuredGenerations } from '../run/run-one.js';
import type { Claim } from './experiment.js';

/** A metric of an arm at a generation, in the order of the seeds. */
export type Figures = (arm: string, metric: string, generation: number) => number[];

/**
 * Of the arm, and of the control times `times`; both counted from `base` where the claim has one, so that "the arm has
 * worsened by at most half as much as the control" is `arm - base < 0.5 (control - base)`.
 */
export function claimedFigures(
  claim: Claim & { generation: number },
  figures: Figures,
  every: number,
): [arm: number[], control: number[]] {
  const { metric, arm, control, generation, times = 1, base, alarm } = claim;
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
