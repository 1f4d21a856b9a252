/** Formulas F8 to F10 and F19: which words are left after k samplings, and what mass is missing. */
import { zipf } from '../worlds/alphabet.js';
import { discrete } from '../worlds/discrete.js';
import { survival } from './branching.js';
import { boundRow, type Check, meanRow, nearRow, type Row } from './check.js';
import { column, scaled, simulate } from './simulate.js';

const N = 1000;

function sumOver(shares: Float64Array, term: (p: number) => number): number {
  let sum = 0;
  for (const p of shares) sum += term(p);
  return sum;
}

const oneStep: Check = {
  id: 'F8',
  title: 'Different words in one sample: sum of 1 - (1 - p)^n',
  source: 'exact; Suresh et al. 2024',
  rows: async (runs) => {
    const settings = { m: 1000 };
    const all = await simulate({
      world: discrete,
      with: settings,
      samples: N,
      generations: 1,
      seed: 800,
      runs: scaled(300, runs),
    });
    const theory = sumOver(zipf(1, 0, 1000).shares, (p) => 1 - (1 - p) ** N);
    return [meanRow('F8/zipf', 'Zipf, 1,000 words, n = 1,000', theory, column(all, 1, 'unique'), 0.02)];
  },
};

/** Suresh et al. call the lower bound tight where no p is large; theirs are the last two. */
const ZIPFS: [a: number, b: number, ks: number[]][] = [
  [1, 0, [2, 5, 10, 20, 50]],
  [1, 2.7, [2, 5, 10]],
  [2, 5, [2, 5, 10]],
];

const bothBounds: Check = {
  id: 'F9',
  title: 'Different words after k samplings lie between two bounds, close to the lower one',
  source: 'Suresh et al. 2024, Corollary 1',
  rows: async (runs) => {
    const rows: Row[] = [];
    for (const [a, b, ks] of ZIPFS) {
      const { shares } = zipf(a, b, 1000);
      const all = await simulate({
        world: discrete,
        with: { a, b },
        samples: N,
        generations: Math.max(...ks),
        seed: 900,
        runs: scaled(300, runs),
      });
      for (const k of ks) {
        const figures = column(all, k, 'unique');
        const low = sumOver(shares, (p) => 1 - Math.exp(-N * p * survival(k)));
        const high = sumOver(
          shares,
          (p) => 1 - Math.exp(-N * p * survival(k)) * Math.max(0, 1 - 3 * N * p * p - 3 * k * p),
        );
        const which = `Zipf-Mandelbrot (${a}, ${b}), k = ${k}`;
        rows.push(
          boundRow(`F9/${a}-${b}/${k}`, `${which}: within both bounds`, low, high, figures),
          nearRow(`F9/${a}-${b}/${k}/lower`, `${which}: the lower bound to 2 %`, low, 0.02, figures),
        );
      }
    }
    return rows;
  },
};

const wordSurvival: Check = {
  id: 'F10',
  title: 'A word that occurred c times is alive after k more samplings with chance 1 - exp(-c g_k)',
  source: 'branching limit; Suresh et al. 2024',
  rows: async (runs) => {
    const rows: Row[] = [];
    for (const [count, m, ks] of [
      [5, 1000, [10, 100]],
      [20, 250, [50]],
    ] as const) {
      const all = await simulate({
        world: discrete,
        with: { truth: 'uniform', m },
        samples: 5000,
        generations: Math.max(...ks) + 1,
        every: Math.min(...ks) + 1,
        seed: 1000,
        runs: scaled(60, runs),
      });
      for (const k of ks) {
        const theory = 1 - Math.exp(-count * survival(k));
        const figures = column(all, k + 1, `alive-${count}`);
        rows.push(meanRow(`F10/${count}/${k}`, `c = ${count}, k = ${k}`, theory, figures));
      }
    }
    return rows;
  },
};

const BETA = 1.5;
const WORDS = 200_000;
const AGES = [1, 2, 5, 10, 20];

const missingMass: Check = {
  id: 'F19',
  title:
    'Missing mass of a power law: sum of p exp(-T p g_k), slower than linear; and a cut tail leaves a floor',
  source: 'derived; Dohmatob et al. 2024, A Tale of Tails',
  rows: async (runs) => {
    const { shares } = zipf(BETA, 0, WORDS);
    const all = await simulate({
      world: discrete,
      with: { a: BETA, m: WORDS },
      samples: N,
      generations: 20,
      seed: 1900,
      runs: scaled(40, runs, 10),
    });
    const first = column(all, 1, 'missing').reduce((a, b) => a + b, 0) / all.length;
    const rows: Row[] = [];
    for (const k of AGES) {
      const figures = column(all, k, 'missing');
      const theory = sumOver(shares, (p) => p * Math.exp(-N * p * survival(k)));
      rows.push(nearRow(`F19/missing/${k}`, `power law ${BETA}, k = ${k}`, theory, 0.02, figures));
      if (k > 1)
        rows.push(
          boundRow(
            `F19/linear/${k}`,
            `k = ${k}: at most k times the first`,
            Number.NEGATIVE_INFINITY,
            k * first,
            figures,
          ),
        );
    }
    for (const beta of [1.5, 2]) rows.push(await floorExponent(beta, runs));
    return rows;
  },
};

const CUTS = [10, 30, 100, 300];

/** Slope of the floor over the cut, both logarithmic, on samples large enough that only the floor is left. */
async function floorExponent(beta: number, runs: number): Promise<Row> {
  const slopes: number[] = [];
  const floors: number[][] = [];
  for (const cut of CUTS) {
    const all = await simulate({
      world: discrete,
      with: { a: beta, m: WORDS, cut },
      samples: Math.round(20 * cut ** beta),
      generations: 2,
      seed: 1950,
      runs: scaled(4, runs, 2),
    });
    floors.push(column(all, 2, 'missing'));
  }
  const x = CUTS.map(Math.log);
  for (let run = 0; run < floors[0].length; run++) {
    slopes.push(
      -slope(
        x,
        floors.map((figures) => Math.log(figures[run])),
      ),
    );
  }
  const theory = beta - 1;
  const title = `floor of a tail cut at rank k ~ k^-(beta - 1), beta = ${beta}`;
  return nearRow(`F19/floor/${beta}`, title, theory, 0.05 / theory, slopes);
}

function slope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [x, y].map((each) => each.reduce((a, b) => a + b, 0) / each.length);
  let [top, bottom] = [0, 0];
  x.forEach((each, i) => {
    top += (each - mx) * (y[i] - my);
    bottom += (each - mx) ** 2;
  });
  return top / bottom;
}

export const wordChecks: readonly Check[] = [oneStep, bothBounds, wordSurvival, missingMass];
