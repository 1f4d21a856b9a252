/** F14: samples drawn with the share lambda of the variance (MAD's sampling bias) shrink it by lambda a generation. */
import { gaussian } from '../worlds/gaussian.js';
import { type Check, meanRow } from './check.js';
import { column, scaled, simulate, whenFull } from './simulate.js';

export const samplingBias: Check = {
  id: 'F14',
  title: 'Biased sampling: E v = lambda^t',
  source: 'Alemohammad et al. 2023, section 3.1',
  rows: async (runs) => {
    const rows = [];
    for (const lambda of [0.9, 0.5]) {
      // The first generation learns from real data, which nothing bends: t biased rounds end in generation t + 1.
      const done = await simulate({
        world: gaussian,
        with: { ddof: 1 },
        regime: `lambda:${lambda}`,
        samples: 1000,
        generations: 11,
        every: 11,
        seed: 14_000,
        runs: scaled(3000, runs),
      });
      const title = `mean variance after 10 biased rounds; lambda = ${lambda}`;
      rows.push(
        meanRow(`F14/${lambda}`, title, lambda ** 10, column(done, 11, 'variance'), whenFull(runs, 0.01)),
      );
    }
    return rows;
  },
};
