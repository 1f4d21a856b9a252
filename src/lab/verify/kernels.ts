/** Formula F17: a kernel density of fixed bandwidth inflates. */
import { kernel } from '../worlds/kernel.js';
import { type Check, meanRow } from './check.js';
import { column, scaled, simulate, whenFull } from './simulate.js';

/** Expected variance of the density of generation t, each fitted to n draws from the one before. */
function replaced(n: number, h: number, t: number): number {
  let variance = 1;
  for (let g = 1; g <= t; g++) variance = (1 - 1 / n) * variance + h * h;
  return variance;
}

/** The same on everything so far: the pool's variance within and between its old and its new part, plus h^2. */
function pooled(n: number, h: number, t: number): number {
  let pool = 1 - 1 / n;
  for (let g = 1; g < t; g++) {
    const drawn = pool + h * h;
    pool = (g * pool + (1 - 1 / n) * drawn) / (g + 1) + (g * drawn) / (n * (g + 1) ** 2);
  }
  return pool + h * h;
}

const inflation: Check = {
  id: 'F17',
  title: 'A kernel density inflates towards n h^2 when replaced, with log t when accumulated',
  source: 'derived; against the shrinking that Kazdan et al. 2024 could be read to mean',
  rows: async (runs) => {
    const [n, h] = [100, 0.3];
    const run = (regime: string, generations: number, full: number) =>
      simulate({
        world: kernel,
        with: { bandwidth: h },
        regime,
        samples: n,
        generations,
        every: generations,
        seed: 1700,
        runs: scaled(full, runs),
      });
    const replace = column(await run('replace', 100, 4000), 100, 'variance');
    const accumulate = column(await run('accumulate', 60, 300), 60, 'variance');
    return [
      meanRow(
        'F17/replace',
        'n = 100, h = 0.3, replace, 100 generations',
        replaced(n, h, 100),
        replace,
        whenFull(runs, 0.03),
      ),
      meanRow('F17/accumulate', 'the same, accumulate, 60 generations', pooled(n, h, 60), accumulate),
    ];
  },
};

export const kernelChecks: readonly Check[] = [inflation];
