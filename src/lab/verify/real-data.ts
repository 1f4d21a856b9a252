/**
 * Real data in every generation: F15, new each time, and F15b, always the same. With a share l of n fresh ones the error
 * m of the mean obeys m' = l/n + (1 - l)^2 m + (1 - l) v/n, and m + v = 1; with r kept ones the distance D from their
 * mean obeys D' = k^2 (D + v/s), and D + v = 1 - 1/r, k = s/n being the synthetic share. These are the fixed points.
 */
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow } from './check.js';
import { averages, column, scaled, simulate, whenFull } from './simulate.js';

/** Stationary squared error of the mean, in true variances; the variance is 1 minus it. */
export function freshError(n: number, share: number): number {
  return 1 / (n * share * (2 - share) + 1 - share);
}

/**
 * The same where the n x share real data are drawn anew each time from R that are kept. About the mean of these it is
 * D = (1 - 1/R) (l f + k) / (n (1 - k^2) + k) with f = 1 - (n l - 1)/(R - 1), what drawing without replacement leaves of
 * the variance; that mean is itself off by 1/R. All of them each time is F15b, ever more of them tends to F15.
 */
export function archiveError(n: number, share: number, archive: number): number {
  if (archive <= 1) return 1;
  const k = 1 - share;
  const left = Math.max(0, 1 - (n * share - 1) / (archive - 1));
  return 1 / archive + ((1 - 1 / archive) * (share * left + k)) / (n * (1 - k * k) + k);
}

export const fresh: Check = {
  id: 'F15',
  title:
    'Fresh real data: the error of the mean stays at 1/(n l (2 - l) + 1 - l), the variance at 1 minus it',
  source: 'settings of Alemohammad et al. 2023; derived above',
  rows: async (runs) => {
    const rows = [];
    for (const share of [0.1, 0.3, 0.5]) {
      const done = await simulate({
        world: gaussian,
        regime: `fresh:${share}`,
        samples: 100,
        generations: 100,
        seed: 15_000,
        runs: scaled(1500, runs),
      });
      const error = freshError(100, share);
      const at = `n = 100, ${100 * share} % real`;
      const ratio = (100 * error).toPrecision(3);
      rows.push(
        meanRow(
          `F15/mean-${share}`,
          `squared error of the mean, ${ratio} times that of all real; ${at}`,
          error,
          averages(done, 45, 'mean-error'),
        ),
        meanRow(`F15/variance-${share}`, `mean variance; ${at}`, 1 - error, averages(done, 45, 'variance')),
      );
    }
    return rows;
  },
};

export const freshPoints: Check = {
  id: 'F15/points',
  title: 'A fixed number r of fresh points holds the variance at about 2r/(2r + 1): a single one at 2/3',
  source:
    'F15 with l = r/n; the single point: Physical Review Letters, May 2026 (closed-loop exponential families)',
  rows: async (runs) => {
    const rows = [];
    for (const [r, generations] of [
      [1, 1000],
      [5, 250],
      [20, 120],
    ]) {
      const done = await simulate({
        world: gaussian,
        regime: `fresh:${r}`,
        samples: 100,
        generations,
        seed: 15_500,
        runs: scaled(1200, runs),
      });
      const kept = 1 - freshError(100, r / 100);
      const title = `mean variance; ${r} fresh of 100, limit ${((2 * r) / (2 * r + 1)).toFixed(3)}`;
      // Memory of the start fades as (1 - r/n)^2t: to 1e-3 after 3.5 n/r generations.
      const from = Math.ceil(350 / r);
      rows.push(
        meanRow(
          `F15/points-${r}`,
          title,
          kept,
          averages(done, from, 'variance'),
          r === 1 ? whenFull(runs, 0.03 / kept) : undefined,
        ),
      );
    }
    return rows;
  },
};

export const replayed: Check = {
  id: 'F15b',
  title: 'Replayed real data: no collapse, but an error of the mean of at least 1/r that never averages out',
  source: 'settings of Alemohammad et al. 2023 (synthetic augmentation); derived above',
  rows: async (runs) => {
    const rows = [];
    for (const [r, n, full] of [
      [10, 100, 3000],
      [100, 1000, 1500],
    ]) {
      const done = await simulate({
        world: gaussian,
        regime: `replay:${r}`,
        samples: n,
        generations: 60,
        every: 2,
        seed: 15_700,
        runs: scaled(full, runs),
      });
      const error = archiveError(n, r / n, r);
      const at = `${r} kept, ${n - r} synthetic`;
      rows.push(
        meanRow(
          `F15b/mean-${r}`,
          `squared error of the mean, floor ${1 / r}; ${at}`,
          error,
          averages(done, 40, 'mean-error'),
        ),
        meanRow(`F15b/variance-${r}`, `mean variance; ${at}`, 1 - error, averages(done, 40, 'variance')),
      );
    }
    const one = await simulate({
      world: gaussian,
      regime: 'replay:1',
      samples: 10,
      generations: 200,
      every: 200,
      seed: 15_900,
      runs: scaled(3000, runs),
    });
    const title = 'squared error of the mean: one kept point of 10 is all that is left in the end';
    rows.push(meanRow('F15b/mean-1', title, 1, column(one, 200, 'mean-error')));
    return rows;
  },
};
