/**
 * Three readings that make a naive lab wrong, each beside the one it is mistaken for. Every row here holds; the trap is
 * to expect the figure of one in the other.
 */
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow, type Row } from './check.js';
import { acrossRuns, typicalRate } from './gaussian-replace.js';
import { column, scaled, simulate } from './simulate.js';

export const ddofTrap: Check = {
  id: 'trap/ddof',
  title: 'Whether the variance is divided by M or M - 1 decides whether its mean falls at all',
  source: 'Shumailov et al. 2024: Theorem 3.1 has M - 1, the released code M',
  rows: async (runs) => {
    const figures = async (ddof: 0 | 1) => {
      const common = { world: gaussian, samples: 100, generations: 10, every: 10, seed: 31_000 };
      return column(await simulate({ ...common, with: { ddof }, runs: scaled(6000, runs) }), 10, 'variance');
    };
    const falls = 0.99 ** 10;
    return [
      meanRow(
        'trap/ddof',
        'M - 1: the mean variance after 10 generations stays 1; wrong to expect 0.904',
        1,
        await figures(1),
      ),
      meanRow('trap/ddof/by-m', 'M: it is (1 - 1/M)^10 = 0.904; wrong to expect 1', falls, await figures(0)),
    ];
  },
};

export const marginalTrap: Check = {
  id: 'trap/marginal-variance',
  title: 'Pooled over runs, what is written does not lose variance; only within a run does it',
  source: 'Shumailov et al. 2024, SI 3.1; with divisor M the sum is exactly constant',
  rows: async (runs) => {
    const [samples, generations] = [10, 25];
    const common = { world: gaussian, samples, generations, every: generations, seed: 32_000 };
    const done = await simulate({ ...common, runs: scaled(8000, runs) });
    const within = 0.9 ** generations;
    return [
      meanRow(
        'trap/marginal-variance',
        'variance over all runs after 25 generations of M = 10 is still 1; wrong to expect 0.072',
        1,
        acrossRuns(done, generations),
      ),
      meanRow(
        'trap/marginal-variance/within',
        'mean variance within a run is 0.9^25 = 0.072',
        within,
        column(done, generations, 'variance'),
      ),
    ];
  },
};

export const medianTrap: Check = {
  id: 'trap/median',
  title: 'The mean over runs hides the typical run: few runs with large variance hold it up',
  source: 'Shumailov et al. 2024, Theorem 3.1: almost sure collapse, though not in the mean',
  rows: async (runs) => {
    const [m, n] = [100, 50];
    const common = { world: gaussian, with: { ddof: 1 }, samples: m, generations: n, every: n, seed: 33_000 };
    const variances = column(await simulate({ ...common, runs: scaled(5000, runs) }), n, 'variance');
    return [
      medianRow(
        'trap/median',
        'the median variance of M = 100 after 50 generations is 0.605; wrong to expect 1',
        typicalMedian(m, n),
        variances,
      ),
      meanRow('trap/median/mean', 'its mean is 1', 1, variances),
    ];
  },
};

/**
 * Median of the variance after n unbiased fits: its logarithm is a sum of n of log chi^2(M-1)/(M-1), whose median lies
 * k3/(6 k2) below its mean (Cornish and Fisher); for these that is -1/(3 (M-1)) to first order.
 */
function typicalMedian(m: number, n: number): number {
  return Math.exp(n * typicalRate(m, 1) + 1 / (3 * (m - 1)));
}

/** Of the sample median, with the standard error that the order statistics two of its errors around it give. */
function medianRow(id: string, title: string, theory: number, figures: readonly number[]): Row {
  const sorted = [...figures].sort((a, b) => a - b);
  const n = sorted.length;
  const reach = Math.round(Math.sqrt(n));
  const middle = Math.floor(n / 2);
  const measured = n % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const se = (sorted[Math.min(n - 1, middle + reach)] - sorted[Math.max(0, middle - reach)]) / 4;
  const z = (measured - theory) / se;
  return { id, title, theory, measured, se, z, agrees: Math.abs(z) <= 4 };
}
