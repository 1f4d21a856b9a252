/**
 * Regression on its own labels. Each generation is fitted to labels that the one before gave, linear ones by least
 * squares, classes by logistic regression.
 *
 * With one design for all generations, replacing adds the error of one fit at each of them and accumulating adds them
 * up as 1/i^2 (Gerstgrasser et al. 2024). With `shift` the labels that a model writes are off by a fixed vector, the
 * synthetic data of Dohmatob et al. (2024, Strong Model Collapse): a share p of them leaves the error p^2 shift^2
 * however much data there are. `edit` redraws labels in place, as ToEdit does with tokens (Zhu et al. 2025).
 */
import { z } from 'zod';
import { newRandom, type Random } from '../../stats/random.js';
import type { Setup, World } from '../world.js';
import { type Points, points } from './points.js';
import { leastSquares, logistic, logisticFit } from './regression-fits.js';

const parameters = z.strictObject({
  labels: z.enum(['linear', 'logistic']).default('linear').describe('real numbers, or two classes'),
  dims: z.int().min(1).max(500).default(10).describe('features; the true coefficients have length `signal`'),
  signal: z.number().min(0).max(100).default(1).describe('length of the vector of true coefficients'),
  noise: z.number().min(0).max(1e6).default(1).describe('standard deviation of the noise on linear labels'),
  design: z
    .enum(['reused', 'new'])
    .default('reused')
    .describe('the same features in all generations, or new ones each time'),
  shift: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe('length of the error that a model makes in its labels beyond its own coefficients'),
});

type Parameters = z.infer<typeof parameters>;

export const regression: World<Parameters> = {
  name: 'regression',
  title: 'Regression on its own labels',
  about: 'Linear or logistic regression fitted to labels that the fit before gave.',
  source: 'Gerstgrasser et al. 2024; Dohmatob et al. 2024 (Strong Model Collapse); Dey and Donoho 2024',
  parameters,
  defaults: { samples: 100, generations: 20, seeds: 100 },
  metrics: {
    error: { title: 'test error beyond the noise (squared distance of the coefficients)', log: true },
    length: { title: 'length of the coefficients', unit: 'true length' },
    angle: { title: 'cosine between fitted and true coefficients' },
  },
  roles: { risk: 'error' },
  setup: (options, random): Setup<Points, Float64Array> => {
    const { dims } = options;
    const truth = direction(dims, options.signal, random);
    const off = direction(dims, options.shift, random);
    const design = newDesign(dims, Math.floor(random.uniform() * 2 ** 32));
    const label = labeller(options);
    const write = (coefficients: Float64Array, n: number, own: Random): Points => {
      const values = new Float64Array(n * (dims + 1));
      if (options.design === 'reused') values.set(design(n));
      else fillFeatures(values, dims, 0, own);
      label(values, coefficients, own, 1);
      return { dims: dims + 1, values };
    };
    const shifted = (model: Float64Array) => (options.shift > 0 ? model.map((w, j) => w + off[j]) : model);
    return {
      kind: points,
      weighs: true,
      real: (n, own) => write(truth, n, own),
      fit: (training, _own, start) =>
        options.labels === 'linear' ? leastSquares(training) : logisticFit(training, start),
      sample: (model, n, own) => write(shifted(model), n, own),
      edit: ({ values }, model, share, own) => {
        const edited = { dims: dims + 1, values: values.slice() };
        label(edited.values, shifted(model), own, share);
        return edited;
      },
      noise: ({ values }, sd, own) => ({
        dims: dims + 1,
        values: values.map((x, i) =>
          options.labels === 'linear' && i % (dims + 1) === dims ? x + sd * options.noise * own.normal() : x,
        ),
      }),
      probe: ({ model = truth }) => compare(model, truth),
    };
  },
};

/** A vector of this length in a random direction. */
function direction(dims: number, length: number, random: Random): Float64Array {
  const vector = Float64Array.from({ length: dims }, () => random.normal());
  const scale = length / Math.hypot(...vector);
  return vector.map((x) => x * scale);
}

/** The first n rows of one endless design, with room for a label at the end of each row. */
function newDesign(dims: number, seed: number): (n: number) => Float64Array {
  const random = newRandom(seed);
  let rows = new Float64Array(0);
  return (n) => {
    const have = rows.length / (dims + 1);
    if (n > have) {
      const more = new Float64Array(n * (dims + 1));
      more.set(rows);
      fillFeatures(more, dims, have, random);
      rows = more;
    }
    return rows.subarray(0, n * (dims + 1));
  };
}

function fillFeatures(values: Float64Array, dims: number, from: number, random: Random): void {
  for (let row = from * (dims + 1); row < values.length; row += dims + 1) {
    for (let j = 0; j < dims; j++) values[row + j] = random.normal();
  }
}

/** Writes labels behind the features, into each row with probability `share`. */
function labeller({ dims, labels, noise }: Parameters) {
  return (values: Float64Array, coefficients: Float64Array, random: Random, share: number): void => {
    for (let row = 0; row < values.length; row += dims + 1) {
      if (share < 1 && random.uniform() >= share) continue;
      let sum = 0;
      for (let j = 0; j < dims; j++) sum += coefficients[j] * values[row + j];
      values[row + dims] =
        labels === 'linear' ? sum + noise * random.normal() : random.uniform() < logistic(sum) ? 1 : 0;
    }
  };
}

function compare(model: Float64Array, truth: Float64Array): Record<string, number> {
  let error = 0;
  let product = 0;
  for (let j = 0; j < truth.length; j++) {
    error += (model[j] - truth[j]) ** 2;
    product += model[j] * truth[j];
  }
  const lengths = [Math.hypot(...model), Math.hypot(...truth)];
  return { error, length: lengths[0] / lengths[1], angle: product / (lengths[0] * lengths[1]) };
}
