/**
 * F18: n fresh real and m = k n synthetic observations each generation, the real ones with total weight w. The risk of
 * the mean, times n, settles at (w^2 + (1-w)^2/k) / (2w - w^2), which is least at w = (sqrt(1 + 4k) - 1)/(2k): the
 * inverse golden ratio for k = 1. The least risk equals that weight, so below 1: synthetic data help here.
 */
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow } from './check.js';
import { averages, scaled, simulate, whenFull } from './simulate.js';

const REAL = 20;

export function bestWeight(k: number): number {
  return (Math.sqrt(1 + 4 * k) - 1) / (2 * k);
}

export function weightedRisk(k: number, w: number): number {
  return (w * w + (1 - w) ** 2 / k) / (2 * w - w * w);
}

export const weighting: Check = {
  id: 'F18',
  title: 'Weighting real against synthetic: the best weight is the inverse golden ratio at equal amounts',
  source: 'He, Xu and Cheng 2025 (the golden ratio); the closed form: fixed point of the risk',
  rows: async (runs) => {
    const rows = [];
    for (const [k, w, name] of [
      [1, bestWeight(1), 'best'],
      [1, 0.5, 'pooled'],
      [0.5, bestWeight(0.5), 'best'],
      [2, bestWeight(2), 'best'],
      [4, bestWeight(4), 'best'],
    ] as const) {
      const done = await simulate({
        world: gaussian,
        with: { fit: 'mean' },
        regime: `fresh:${REAL}+weighted:${w}`,
        samples: REAL * (1 + k),
        generations: 60,
        seed: 18_000,
        runs: scaled(3000, runs),
      });
      const figures = averages(done, 10, 'mean-error').map((error) => REAL * error);
      const title = `n times the risk; ${k} synthetic for one real, weight ${w.toFixed(3)} (${name})`;
      rows.push(meanRow(`F18/${k}-${name}`, title, weightedRisk(k, w), figures, whenFull(runs, 0.015)));
    }
    return rows;
  },
};
