/**
 * F13, the Gaussian part: the bound of Suresh et al. (2024, Theorem 3) on the chance that a run still has spread,
 * Pr(sigma_k > eps) <= exp(-k / (4n - 1)) / eps, at every generation of their two settings.
 */
import { gaussian } from '../worlds/gaussian.js';
import { boundRow, type Check, type Row } from './check.js';
import { column, scaled, simulate } from './simulate.js';

const EPS = 0.1;

export const gaussianBound: Check = {
  id: 'F13/gaussian',
  title: 'The chance of a standard deviation above 0.1 stays below the bound at every generation',
  source: 'Suresh et al. 2024, Theorem 3',
  rows: async (runs) => [
    await nearest(10, 200, scaled(1000, runs)),
    await nearest(100, 2500, scaled(25, runs)),
  ],
};

/** The generation at which the runs come nearest to their bound or go farthest beyond it. */
async function nearest(samples: number, generations: number, runs: number): Promise<Row> {
  const done = await simulate({
    world: gaussian,
    with: { ddof: 1 },
    samples,
    generations,
    seed: 13_000,
    runs,
  });
  let row: Row | undefined;
  for (let k = 1; k <= generations; k++) {
    const bound = Math.exp(-k / (4 * samples - 1)) / EPS;
    if (bound >= 1) continue;
    const above: number[] = column(done, k, 'variance').map((v) => (Math.sqrt(v) > EPS ? 1 : 0));
    const title = `share of ${runs} runs above ${EPS}; n = ${samples}, all generations, nearest at ${k}`;
    const next = boundRow(`F13/gaussian-${samples}`, title, Number.NEGATIVE_INFINITY, bound, above);
    const nearer = row && next.z === row.z && next.measured / bound > row.measured / row.theory;
    if (!row || next.z > row.z || nearer) row = next;
  }
  return row!;
}
