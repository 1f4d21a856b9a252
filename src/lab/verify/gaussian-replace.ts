/**
 * A normal distribution refitted to M samples of the last fit, over and over: F1 to F5. A fit multiplies the variance by
 * chi^2(M-1)/(M - ddof) and moves the mean by a normal of variance v/M, independently; all five follow from that.
 */
import { digamma } from '../../stats/digamma.js';
import { lgamma } from '../../stats/lgamma.js';
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow } from './check.js';
import { column, type Runs, scaled, simulate, whenFull } from './simulate.js';

const THEOREM = 'Shumailov et al. 2024, Theorem 3.1 and SI 3.1';

/** E sqrt(chi^2(M-1) / (M-1)): by how much the mean standard deviation shrinks in one unbiased fit (Bertrand et al.). */
export function meanShrinkage(m: number): number {
  return Math.sqrt(2 / (m - 1)) * Math.exp(lgamma(m / 2) - lgamma((m - 1) / 2));
}

/** E log of the factor on the variance in one fit: the typical run's rate. */
export function typicalRate(m: number, ddof: 0 | 1): number {
  return digamma((m - 1) / 2) + Math.log(2) - Math.log(m - ddof);
}

/** Variance of what is written, over all runs together: the mean within plus that of the means. */
export function acrossRuns(runs: Runs, generation: number): number[] {
  const within = column(runs, generation, 'variance');
  return column(runs, generation, 'mean-error').map((error, i) => error + within[i]);
}

export const unbiasedReplace: Check = {
  id: 'F1',
  title: 'Unbiased refits: the mean variance stays, the mean wanders, the variance over runs grows',
  source: THEOREM,
  rows: async (runs) => {
    const done = await simulate({
      world: gaussian,
      with: { ddof: 1 },
      samples: 100,
      generations: 50,
      every: 10,
      seed: 1000,
      runs: scaled(10_000, runs),
    });
    return [10, 50].flatMap((n) => {
      const tight = n === 10 ? whenFull(runs, 0.02) : undefined;
      const at = `M = 100, generation ${n}`;
      return [
        meanRow(`F1/variance-${n}`, `mean variance stays 1; ${at}`, 1, column(done, n, 'variance'), tight),
        meanRow(
          `F1/mean-${n}`,
          `variance of the mean is n/M; ${at}`,
          n / 100,
          column(done, n, 'mean-error'),
          whenFull(runs, 0.1),
        ),
        meanRow(`F1/across-${n}`, `variance over runs is 1 + n/M; ${at}`, 1 + n / 100, acrossRuns(done, n)),
      ];
    });
  },
};

export const likelihoodReplace: Check = {
  id: 'F2',
  title: 'Maximum-likelihood refits: the mean variance falls as (1 - 1/M)^n',
  source: 'Shumailov et al. 2024, the released code (numpy.std); Kazdan et al. 2024',
  rows: async (runs) => {
    const rows = [];
    for (const [m, generations, full] of [
      [10, [10, 25], 10_000],
      [100, [10, 50], 8000],
    ] as const) {
      const done = await simulate({
        world: gaussian,
        samples: m,
        generations: generations[1],
        every: 5,
        seed: 2000,
        runs: scaled(full, runs),
      });
      for (const n of generations) {
        const left = (1 - 1 / m) ** n;
        const at = `M = ${m}, generation ${n}`;
        const tight = m === 100 && n === 10 ? whenFull(runs, 0.02 / left) : undefined;
        rows.push(
          meanRow(`F2/variance-${m}-${n}`, `mean variance; ${at}`, left, column(done, n, 'variance'), tight),
          meanRow(
            `F2/mean-${m}-${n}`,
            `variance of the mean; ${at}`,
            1 - left,
            column(done, n, 'mean-error'),
          ),
        );
      }
    }
    return rows;
  },
};

export const meanDeviation: Check = {
  id: 'F3',
  title: 'Unbiased refits: the mean standard deviation falls as alpha^n',
  source: 'Bertrand et al. 2024, the Gaussian proposition; Suresh et al. 2024',
  rows: async (runs) => {
    const done = await simulate({
      world: gaussian,
      with: { ddof: 1 },
      samples: 10,
      generations: 25,
      every: 5,
      seed: 3000,
      runs: scaled(10_000, runs),
    });
    return [10, 25].map((n) =>
      meanRow(
        `F3/${n}`,
        `mean standard deviation; M = 10, generation ${n}`,
        meanShrinkage(10) ** n,
        column(done, n, 'variance').map(Math.sqrt),
      ),
    );
  },
};

export const distance: Check = {
  id: 'F4',
  title: 'Unbiased refits: E W2^2 = sum 1/M_i + 2 (1 - prod alpha_i), to first order 3/2 sum 1/M_i',
  source: 'Shumailov et al. 2024, SI equation 6, here exact',
  rows: async (runs) => {
    const rows = [];
    for (const [m, growth, generations, full] of [
      [100, 0, [10, 50], 6000],
      [10, 0, [5, 10], 6000],
      [10, 1, [10, 30], 3000],
      [10, 2, [10, 20], 2000],
    ] as const) {
      const done = await simulate({
        world: gaussian,
        with: { ddof: 1 },
        samples: m,
        growth,
        generations: generations[1],
        every: 5,
        seed: 4000,
        runs: scaled(full, runs),
      });
      for (const n of generations) {
        let wander = 0;
        let kept = 1;
        for (let i = 1; i <= n; i++) {
          wander += 1 / (m * i ** growth);
          kept *= meanShrinkage(m * i ** growth);
        }
        const size = `M = ${m}${['', ' i', ' i^2'][growth]}`;
        const title = `squared W2 distance; ${size}, generation ${n}, first order ${(1.5 * wander).toPrecision(3)}`;
        const id = `F4/${m}${['', '-linear', '-square'][growth]}-${n}`;
        const tight = m === 100 && n === 10 ? whenFull(runs, 0.05) : undefined;
        rows.push(meanRow(id, title, wander + 2 * (1 - kept), column(done, n, 'w2'), tight));
      }
    }
    return rows;
  },
};

export const typicalRun: Check = {
  id: 'F5',
  title: 'The typical run: log variance falls by psi((M-1)/2) + log 2 - log(M - ddof) a generation',
  source: 'the mean of log chi^2; about -1/M unbiased, -2/M by maximum likelihood',
  rows: async (runs) => {
    const rows = [];
    for (const m of [10, 100]) {
      for (const ddof of [0, 1] as const) {
        const n = m === 10 ? 20 : 50;
        const done = await simulate({
          world: gaussian,
          with: { ddof },
          samples: m,
          generations: n,
          every: n,
          seed: 5000,
          runs: scaled(4000, runs),
        });
        const rate = typicalRate(m, ddof);
        const half = Math.log(0.5) / rate;
        const title = `rate of log variance; M = ${m}, ddof ${ddof}: half is gone after ${half.toFixed(1)} generations`;
        const figures = column(done, n, 'log-variance').map((x) => x / n);
        rows.push(meanRow(`F5/${m}-ddof-${ddof}`, title, rate, figures));
      }
    }
    return rows;
  },
};
