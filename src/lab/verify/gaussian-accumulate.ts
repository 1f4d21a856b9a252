/**
 * Keeping what was made before: F6, fitting all of it, and F7, fitting a draw of constant size. Both stay bounded.
 */
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow } from './check.js';
import { column, scaled, simulate, whenFull } from './simulate.js';

export const accumulate: Check = {
  id: 'F6',
  title: 'Accumulating: E v = prod (1 - 1/(N k^2)), which tends to sin(pi/sqrt N)/(pi/sqrt N)',
  source: 'Kazdan et al. 2024 (the limit); the product: the pool of t N gains N draws of its own fit',
  rows: async (runs) => {
    const rows = [];
    for (const [n, ends, full] of [
      [10, [10, 100], 3000],
      [100, [10, 100], 600],
    ] as const) {
      const done = await simulate({
        world: gaussian,
        regime: 'accumulate',
        samples: n,
        generations: ends[1],
        every: 10,
        seed: 6000,
        runs: scaled(full, runs),
      });
      for (const t of ends) {
        let left = 1;
        for (let k = 1; k <= t; k++) left *= 1 - 1 / (n * k * k);
        const at = `N = ${n}, generation ${t}`;
        const error = `squared error of the mean; ${at}`;
        const tight = whenFull(runs, 0.02 / left);
        rows.push(
          meanRow(`F6/variance-${n}-${t}`, `mean variance; ${at}`, left, column(done, t, 'variance'), tight),
          meanRow(
            `F6/mean-${n}-${t}`,
            error,
            1 - left,
            column(done, t, 'mean-error'),
            n === 10 ? whenFull(runs, 0.1) : undefined,
          ),
        );
      }
    }
    return rows;
  },
};

/** Variance of a fit to N of the t N kept so far, drawn without replacement: [t - 1] for t = 1 … generations. */
export function subsampledVariance(n: number, generations: number): number[] {
  const fits: number[] = [];
  let pool = 1 - 1 / n;
  for (let t = 1; t <= generations; t++) {
    const spread = ((t * n) / (t * n - 1)) * ((n - 1) / n);
    fits.push(pool * spread);
    pool *= 1 - ((t - 1) / (t * n - 1) + spread / n) / (t + 1) ** 2;
  }
  return fits;
}

export const accumulateSubsample: Check = {
  id: 'F7',
  title: 'Accumulating and fitting a draw of N: bounded too, about 1 - 2.9/N in the end',
  source: 'settings of Kazdan et al. 2024; the recursion: variance of the pool before and after N new draws',
  rows: async (runs) => {
    const done = await simulate({
      world: gaussian,
      regime: 'accumulate-subsample',
      samples: 10,
      generations: 20,
      every: 5,
      seed: 7000,
      runs: scaled(8000, runs),
    });
    const theory = subsampledVariance(10, 20);
    return [5, 20].map((t) =>
      meanRow(
        `F7/${t}`,
        `mean variance; N = 10, generation ${t}`,
        theory[t - 1],
        column(done, t, 'variance'),
        whenFull(runs, 0.02),
      ),
    );
  },
};
