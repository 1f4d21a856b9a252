/** Formulas F21 and F22: loops through people. */
import { feedback } from '../worlds/feedback.js';
import { performative } from '../worlds/performative.js';
import { boundRow, type Check, meanRow, nearRow, type Row, ratioFigures } from './check.js';
import { column, scaled, simulate } from './simulate.js';

/** By what factor the first model's bias can have grown after t rounds of m human and k model labels (Theorem 1). */
export function amplification(n0: number, m: number, k: number, t: number): number {
  const size = (j: number) => n0 + j * (m + k);
  let factor = 1;
  for (let i = 1; i <= t; i++) {
    let kept = 1;
    for (let j = i + 1; j <= t; j++) kept *= (size(j) - m) / size(j);
    factor += (k / size(i)) * kept;
  }
  return factor;
}

/** A tenth of the published sizes, which leaves the factor as it is: it hangs on ratios alone. */
const POOL = 5000;
const ROUNDS = 100;

const dataFeedback: Check = {
  id: 'F21',
  title: 'Bias of a model that labels its own data: at most the first bias times a factor',
  source: 'Taori and Hashimoto 2023, Theorem 1',
  rows: async (runs) => {
    const rows: Row[] = [];
    for (const [m, k] of [
      [100, 400],
      [250, 250],
    ]) {
      const factor = amplification(POOL, m, k, ROUNDS);
      const run = (labels: string, bias: number) =>
        simulate({
          world: feedback,
          with: { labels, bias },
          regime: `accumulate+fresh:${m}`,
          samples: m + k,
          initial: POOL,
          generations: ROUNDS + 1,
          every: ROUNDS + 1,
          seed: 2100,
          runs: scaled(20, runs, 6),
        });
      const biased = await run('sampled', 0.05);
      const sampled = await run('sampled', 0);
      const likeliest = await run('likeliest', 0);
      const sizes = `${m} human and ${k} model labels, ${ROUNDS} rounds`;
      const size = (all: typeof biased, g: number) => column(all, g, 'bias').map(Math.abs);
      const grown = (all: typeof biased) => ratioFigures(size(all, ROUNDS + 1), size(all, 1));
      const more = column(likeliest, ROUNDS + 1, 'amplification').map(
        (x, i) => x - sampled[i][ROUNDS + 1]!.amplification,
      );
      rows.push(
        meanRow(
          `F21/sharp/${m}`,
          `${sizes}: a constant bias of 0.05 reaches the bound`,
          0.05 * factor,
          column(biased, ROUNDS + 1, 'bias'),
        ),
        boundRow(
          `F21/sampled/${m}`,
          `${sizes}: sampled labels, growth of the bias`,
          Number.NEGATIVE_INFINITY,
          factor,
          grown(sampled),
        ),
        boundRow(
          `F21/likeliest/${m}`,
          `${sizes}: likeliest labels, growth of the bias`,
          Number.NEGATIVE_INFINITY,
          factor,
          grown(likeliest),
        ),
        boundRow(
          `F21/order/${m}`,
          `${sizes}: likeliest labels amplify more than sampled ones (difference)`,
          0,
          Number.POSITIVE_INFINITY,
          more,
        ),
      );
    }
    return rows;
  },
};

const repeatedRisk: Check = {
  id: 'F22',
  title: 'Repeated risk minimisation contracts by eps beta / gamma, and runs away above 1',
  source: 'Perdomo et al. 2020',
  rows: async (runs) => {
    const rows: Row[] = [];
    for (const [eps, beta, gamma] of [
      [0.5, 1, 2],
      [1, 1, 2],
      [0.9, 2, 2],
      [2.4, 1, 2],
    ]) {
      const all = await simulate({
        world: performative,
        with: { problem: 'quadratic', eps, beta, gamma, people: 'new' },
        samples: 1000,
        generations: 3,
        seed: 2200,
        runs: scaled(200, runs),
      });
      const rate = (eps * beta) / gamma;
      const title = `eps ${eps}, beta ${beta}, gamma ${gamma}: ratio of two steps`;
      const figures = ratioFigures(column(all, 3, 'step'), column(all, 2, 'step'));
      rows.push(nearRow(`F22/rate/${rate}`, title, rate, 0.05, figures));
    }
    for (const [eps, grows] of [
      [1.9, false],
      [2.1, true],
    ] as const) {
      const all = await simulate({
        world: performative,
        with: { problem: 'quadratic', eps, people: 'new' },
        samples: 1000,
        generations: 60,
        every: 60,
        seed: 2250,
        runs: scaled(20, runs, 5),
      });
      const figures = ratioFigures(column(all, 60, 'step'), column(all, 1, 'step'));
      const title = `eps beta / gamma = ${eps / 2}: the steps ${grows ? 'grow' : 'shrink'}, 60th over first`;
      rows.push(
        boundRow(
          `F22/edge/${eps}`,
          title,
          grows ? 1 : Number.NEGATIVE_INFINITY,
          grows ? Number.POSITIVE_INFINITY : 1,
          figures,
        ),
      );
    }
    return rows;
  },
};

export const responseChecks: readonly Check[] = [dataFeedback, repeatedRisk];
