/** Formulas F11 to F13 (counts), and the categories of F17: how fast everything ends in one symbol, or in none. */
import { discrete } from '../worlds/discrete.js';
import { families } from '../worlds/families.js';
import { accumulated, survival } from './branching.js';
import { type Check, chanceRow, meanRow, nearRow, type Row } from './check.js';
import { column, type Runs, scaled, simulate } from './simulate.js';

const alive = (runs: Runs, k: number) => runs.map((rows) => (rows[k] && rows[k].absorbed === 0 ? 1 : 0));
const isAbsorbed = ({ absorbed }: Record<string, number>) => absorbed === 1;
/** Generation at which each run was absorbed. */
const times = (runs: Runs) => runs.map((rows) => rows.length - 1);

const repeats: Check = {
  id: 'F11',
  title: 'Chance of a repeat after k samplings: 1 - (1 - 1/n)^k (1 - S_0); two symbols left within bounds',
  source: 'Seddik et al. 2024; bounds: Suresh et al. 2024',
  rows: async (runs) => {
    const even = await simulate({
      world: discrete,
      with: { truth: 'uniform', m: 100 },
      samples: 1000,
      generations: 50,
      every: 50,
      seed: 1100,
      runs: scaled(300, runs),
    });
    const theory = 1 - 0.999 ** 50 * (1 - 1 / 100);
    const rows = [
      meanRow('F11/repeat', '100 even symbols, n = 1,000, k = 50', theory, column(even, 50, 'repeat')),
    ];
    const [p, n] = [0.2, 100];
    const two = await simulate({
      world: discrete,
      with: { truth: 'bernoulli', p },
      samples: n,
      generations: 300,
      seed: 1150,
      runs: scaled(500, runs, 100),
      until: isAbsorbed,
    });
    for (const k of [100, 200, 300]) {
      const rate = p * (1 - p) * (1 - 1 / n) ** k;
      const title = `both of two symbols left, p = ${p}, n = ${n}, k = ${k}: between bounds`;
      rows.push(chanceRow(`F11/bounds/${k}`, title, 4 * rate, Math.min(1, 2 * n * rate), alive(two, k)));
    }
    return rows;
  },
};

const absorption: Check = {
  id: 'F12',
  title: 'The last symbol is symbol i with chance p_i; times to it by the diffusion approximation',
  source: 'Shumailov et al. 2024; Wright-Fisher diffusion (Kimura and Ohta 1969)',
  rows: async (runs) => {
    const winners = await simulate({
      world: discrete,
      with: { truth: 'bernoulli', p: 0.2 },
      samples: 30,
      generations: 3000,
      seed: 1200,
      runs: scaled(1000, runs, 100),
      until: isAbsorbed,
    });
    const winner = winners.map((rows) => rows[rows.length - 1]!.first);
    const even = await simulate({
      world: discrete,
      with: { truth: 'bernoulli', p: 0.5 },
      samples: 100,
      generations: 5000,
      seed: 1220,
      runs: scaled(500, runs, 50),
      until: isAbsorbed,
    });
    // All different at first: 50 draws from 100,000 even symbols, from which the count of samplings starts.
    const different = await simulate({
      world: discrete,
      with: { truth: 'uniform', m: 100_000 },
      samples: 50,
      generations: 5000,
      seed: 1240,
      runs: scaled(200, runs, 20),
      until: isAbsorbed,
    });
    return [
      meanRow('F12/winner', 'the first of two symbols is left, p = 0.2', 0.2, winner),
      nearRow(
        'F12/two',
        'samplings until one of two is left, n = 100 (approximation)',
        200 * Math.LN2,
        0.05,
        times(even),
      ),
      nearRow(
        'F12/all',
        'samplings until one of 50 is left (approximation)',
        2 * 49,
        0.05,
        times(different).map((t) => t - 1),
      ),
    ];
  },
};

const counts: Check = {
  id: 'F13/counts',
  title: 'A Bernoulli or Poisson mean is not yet absorbed at zero',
  source: 'Suresh et al. 2024, Theorems 1 and 2',
  rows: async (runs) => {
    const rows: Row[] = [];
    const above = (all: Runs, k: number) => all.map((run) => (run[k]!.mean > 0 ? 1 : 0));
    for (const [p, n, full] of [
      [0.001, 10_000, 80],
      [0.01, 100, 1000],
    ]) {
      const all = await simulate({
        world: families,
        with: { family: 'bernoulli', mean: p },
        samples: n,
        generations: 50,
        every: 10,
        seed: 1300,
        runs: scaled(full, runs),
      });
      for (const k of [10, 50]) {
        const gone = Math.exp(-n * p * survival(k));
        const high = Math.min(1, 1 - (1 - 3 * n * p * p - 3 * k * p) * gone);
        const title = `Bernoulli p = ${p}, n = ${n}, k = ${k}: between bounds`;
        rows.push(chanceRow(`F13/bernoulli/${p}/${k}`, title, 1 - gone, high, above(all, k)));
      }
    }
    const poisson = await simulate({
      world: families,
      with: { family: 'poisson', mean: 0.1 },
      samples: 50,
      generations: 20,
      seed: 1350,
      runs: scaled(3000, runs),
    });
    for (const k of [1, 5, 20]) {
      const theory = 1 - Math.exp(-50 * 0.1 * survival(k));
      rows.push(
        chanceRow(
          `F13/poisson/${k}`,
          `Poisson mean 0.1, n = 50, k = ${k}`,
          theory,
          theory,
          above(poisson, k),
        ),
      );
    }
    return rows;
  },
};

const accumulating: Check = {
  id: 'F17/categories',
  title: 'Accumulating keeps 1 - S at the product of 1 - 1/(n k^2)',
  source: 'derived',
  rows: async (runs) => {
    const all = await simulate({
      world: discrete,
      with: { m: 100 },
      regime: 'accumulate',
      samples: 50,
      generations: 20,
      every: 20,
      seed: 1770,
      runs: scaled(1000, runs),
    });
    let same = 0;
    const shares = Array.from({ length: 100 }, (_, i) => 1 / (i + 1));
    const total = shares.reduce((a, b) => a + b, 0);
    for (const share of shares) same += (share / total) ** 2;
    const figures = column(all, 20, 'repeat').map((s) => 1 - s);
    const theory = (1 - same) * accumulated(50, 20, -1);
    return [meanRow('F17/categories', 'Zipf, 100 symbols, n = 50, 20 generations', theory, figures)];
  },
};

export const absorptionChecks: readonly Check[] = [repeats, absorption, counts, accumulating];
