/**
 * Where collapse comes from: Shumailov et al. (2024, section 3) name three errors that add up over generations.
 * Statistical error is that of finite samples, expressivity error that of a family which cannot hold the truth, and
 * approximation error that of a learner which stops before its optimum. Here each can be switched off exactly, so that
 * arms with one error each and an arm with all of them tell how much of the drift each one makes.
 *
 * The truth is a distribution over the cells of a line: two humps and a long tail. The family is log-linear in the
 * first `terms` cosines (all of them: any distribution over the cells), fitted by gradient descent on the cross-entropy
 * for `steps` steps, or to its optimum by Newton's method. Infinite data are the probabilities themselves.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import { fitLogLinear, probabilities } from '../learners/log-linear.js';
import type { Kind, Setup, World } from '../world.js';

const CELLS = 64;

const parameters = z.strictObject({
  data: z.enum(['finite', 'infinite']).default('finite').describe('infinite: no statistical error'),
  terms: z
    .int()
    .min(1)
    .max(CELLS - 1)
    .default(CELLS - 1)
    .describe(`cosines of the family; ${CELLS - 1} hold any distribution: no expressivity error`),
  steps: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'steps of gradient descent from the uniform distribution; 0 = to the optimum: no approximation error',
    ),
});

type Parameters = z.infer<typeof parameters>;

/** How many observations stand in each cell; infinite data have shares of them. */
interface Counts {
  cells: Float64Array;
}

/** Weights of the cosines. */
interface Model {
  weights: Float64Array;
}

const counts: Kind<Counts> = {
  size: ({ cells }) => Math.round(cells.reduce((a, b) => a + b, 0)),
  take: ({ cells }, which) => {
    const owner = new Uint16Array(Math.ceil(cells.reduce((a, b) => a + b, 0)));
    let at = 0;
    let sum = 0;
    for (let cell = 0; cell < CELLS; cell++) {
      sum += cells[cell];
      while (at < owner.length && at < sum) owner[at++] = cell;
    }
    const taken = new Float64Array(CELLS);
    for (let i = 0; i < which.length; i++) taken[owner[which[i]]]++;
    return { cells: taken };
  },
  join: (parts) => {
    const cells = new Float64Array(CELLS);
    for (const part of parts) for (let cell = 0; cell < CELLS; cell++) cells[cell] += part.cells[cell];
    return { cells };
  },
};

export const errors: World<Parameters> = {
  name: 'errors',
  title: 'Three errors',
  about:
    'A family of distributions on a line in which statistical, expressivity and approximation error can each be switched off.',
  source: 'Shumailov et al. 2024, section 3 (the three sources of error)',
  parameters,
  defaults: { samples: 2000, generations: 20, seeds: 40 },
  metrics: {
    drift: { title: 'divergence from the truth', unit: 'nats', log: true },
    tail: { title: 'share of the tail that is left' },
    spread: { title: 'variance', unit: 'true variances' },
  },
  roles: { risk: 'drift', variance: 'spread', tail: 'tail' },
  setup: ({ data, terms, steps }): Setup<Counts, Model> => {
    const draw = (p: Float64Array, n: number, random: Random) =>
      data === 'infinite' ? { cells: p.map((share) => n * share) } : { cells: multinomial(p, n, random) };
    return {
      kind: counts,
      real: (n, random) => draw(TRUTH, n, random),
      fit: ({ data: { cells } }) => ({ weights: fitLogLinear(normal(cells), terms, steps) }),
      sample: ({ weights }, n, random) => draw(probabilities(weights, CELLS), n, random),
      probe: ({ model }) => measure(model === undefined ? TRUTH : probabilities(model.weights, CELLS)),
      picture: ({ model }) => ({
        form: 'density',
        x: Array.from({ length: CELLS }, (_, cell) => cell),
        y: [...(model === undefined ? TRUTH : probabilities(model.weights, CELLS))],
      }),
    };
  },
};

/** Two humps and, to the right, a tail that falls off slowly. */
const TRUTH = normal(
  Float64Array.from({ length: CELLS }, (_, cell) => {
    const hump = (centre: number, width: number) => Math.exp(-0.5 * ((cell - centre) / width) ** 2);
    return hump(14, 4) + 0.6 * hump(27, 3) + 0.02 * Math.exp(-Math.max(0, cell - 30) / 12);
  }),
);

/** The tail: cells that hold the rarest 5 % of the truth. */
const TAIL = (() => {
  const order = Array.from(TRUTH.keys()).sort((a, b) => TRUTH[a] - TRUTH[b]);
  const rare: number[] = [];
  let mass = 0;
  for (const cell of order) {
    mass += TRUTH[cell];
    if (mass > 0.05) break;
    rare.push(cell);
  }
  return rare;
})();

function normal(values: Float64Array): Float64Array {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((x) => x / sum);
}

function multinomial(p: Float64Array, n: number, random: Random): Float64Array {
  const cumulative = new Float64Array(CELLS);
  let sum = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    sum += p[cell];
    cumulative[cell] = sum;
  }
  const cells = new Float64Array(CELLS);
  for (let i = 0; i < n; i++) {
    const x = random.uniform() * sum;
    let cell = 0;
    while (cumulative[cell] <= x && cell < CELLS - 1) cell++;
    cells[cell]++;
  }
  return cells;
}

/** Jensen-Shannon divergence to the truth: finite where cells have been lost. */
function measure(p: Float64Array): Record<string, number> {
  let drift = 0;
  let tail = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const middle = (p[cell] + TRUTH[cell]) / 2;
    if (p[cell] > 0) drift += 0.5 * p[cell] * Math.log(p[cell] / middle);
    drift += 0.5 * TRUTH[cell] * Math.log(TRUTH[cell] / middle);
  }
  for (const cell of TAIL) tail += Math.min(p[cell], TRUTH[cell]);
  return {
    drift: Math.max(0, drift),
    tail: tail / TAIL.reduce((sum, cell) => sum + TRUTH[cell], 0),
    spread: varianceOf(p) / varianceOf(TRUTH),
  };
}

function varianceOf(p: Float64Array): number {
  let mean = 0;
  let square = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    mean += cell * p[cell];
    square += cell * cell * p[cell];
  }
  return square - mean * mean;
}
