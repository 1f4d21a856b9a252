/**
 * A normal distribution refitted to its own samples: the world in which collapse has closed forms.
 *
 * With the maximum-likelihood variance (ddof 0) the mean variance falls as (1 - 1/M)^n; with the unbiased one (ddof 1,
 * Theorem 3.1 of Shumailov et al. 2024) it does not fall at all, yet almost every single run collapses. `variance` is
 * therefore given beside its logarithm, whose mean over runs tells of the typical run.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import { cholesky, traceOfRoot } from '../../stats/symmetric.js';
import type { Setup, Training, World } from '../world.js';
import { type Points, points } from './points.js';

const parameters = z.strictObject({
  dims: z.int().min(1).max(1000).default(1).describe('dimensions; the true covariance is the identity'),
  ddof: z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .describe('variance divided by n - ddof'),
  fit: z.enum(['both', 'mean']).default('both').describe('what is estimated; `mean` keeps the true variance'),
});

type Parameters = z.infer<typeof parameters>;

export interface Normal {
  mean: Float64Array;
  /** Covariance, row after row. */
  covariance: Float64Array;
}

export const gaussian: World<Parameters> = {
  name: 'gaussian',
  title: 'Normal distribution',
  about: 'A normal distribution fitted to samples of the one before: variance vanishes, the mean wanders.',
  source:
    'Shumailov et al. 2024, Theorem 3.1 and SI 3.1; Kazdan et al. 2024; Alemohammad et al. 2023, section 3.1',
  parameters,
  defaults: { samples: 100, generations: 50, seeds: 100 },
  metrics: {
    variance: { title: 'variance of the fit', unit: 'true variances', log: true },
    'log-variance': { title: 'log of the variance' },
    'mean-error': { title: 'squared error of the mean', unit: 'true variances' },
    w2: { title: 'squared Wasserstein-2 distance', unit: 'true variances' },
  },
  roles: { risk: 'w2', variance: 'variance' },
  setup: ({ dims, ddof, fit }): Setup<Points, Normal> => {
    const truth = standard(dims);
    return {
      kind: points,
      weighs: true,
      bends: ['lambda'],
      real: (n, random) => draw(truth, n, random, 1),
      fit: (training) => (dims === 1 ? fitLine(training, ddof, fit) : fitSpace(training, ddof, fit)),
      sample: (model, n, random, { lambda }) => draw(model, n, random, lambda),
      probe: ({ model = truth }) => measure(model),
      good: ({ values }, shift) => {
        const verdict = new Uint8Array(values.length / dims);
        for (let i = 0; i < verdict.length; i++) {
          let square = 0;
          for (let j = 0; j < dims; j++) square += (values[i * dims + j] - shift) ** 2;
          verdict[i] = square <= 4 * dims ? 1 : 0;
        }
        return verdict;
      },
      noise: ({ values }, sd, random) => ({ dims, values: values.map((x) => x + sd * random.normal()) }),
      rare: (model, n, random) => farthest(draw(model, 20 * n, random, 1), model, n),
    };
  },
};

function standard(dims: number): Normal {
  const covariance = new Float64Array(dims * dims);
  for (let j = 0; j < dims; j++) covariance[j * dims + j] = 1;
  return { mean: new Float64Array(dims), covariance };
}

function draw({ mean, covariance }: Normal, n: number, random: Random, lambda: number): Points {
  const dims = mean.length;
  const values = new Float64Array(n * dims);
  random.fillNormal(values);
  if (dims === 1) {
    const sd = Math.sqrt(lambda * covariance[0]);
    const centre = mean[0];
    for (let i = 0; i < n; i++) values[i] = centre + sd * values[i];
    return { dims, values };
  }
  const root = cholesky(covariance, dims);
  const scale = Math.sqrt(lambda);
  for (let i = 0; i < n * dims; i += dims) {
    // The root is lower triangular: from the last coordinate on, what is overwritten is no longer needed.
    for (let j = dims - 1; j >= 0; j--) {
      let x = 0;
      for (let k = 0; k <= j; k++) x += root[j * dims + k] * values[i + k];
      values[i + j] = mean[j] + scale * x;
    }
  }
  return { dims, values };
}

function fitLine(
  { data: { values }, weights }: Training<Points>,
  ddof: number,
  fit: Parameters['fit'],
): Normal {
  const n = values.length;
  let sum = 0;
  if (weights) for (let i = 0; i < n; i++) sum += weights[i] * values[i];
  else for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let square = 0;
  if (fit === 'mean') square = n - ddof;
  else if (weights) for (let i = 0; i < n; i++) square += weights[i] * (values[i] - mean) ** 2;
  else for (let i = 0; i < n; i++) square += (values[i] - mean) * (values[i] - mean);
  return { mean: Float64Array.of(mean), covariance: Float64Array.of(square / (n - ddof)) };
}

function fitSpace({ data, weights }: Training<Points>, ddof: number, fit: Parameters['fit']): Normal {
  const { dims, values } = data;
  const n = values.length / dims;
  const mean = new Float64Array(dims);
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i] : 1;
    for (let j = 0; j < dims; j++) mean[j] += (weight * values[i * dims + j]) / n;
  }
  if (fit === 'mean') return { mean, covariance: standard(dims).covariance };
  const covariance = new Float64Array(dims * dims);
  const off = new Float64Array(dims);
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i] : 1;
    for (let j = 0; j < dims; j++) off[j] = values[i * dims + j] - mean[j];
    for (let j = 0; j < dims; j++) {
      const row = (weight * off[j]) / (n - ddof);
      for (let k = 0; k <= j; k++) covariance[j * dims + k] += row * off[k];
    }
  }
  for (let j = 0; j < dims; j++)
    for (let k = 0; k < j; k++) covariance[k * dims + j] = covariance[j * dims + k];
  return { mean, covariance };
}

/** Against the true standard normal: W2^2 = |mean|^2 + tr(C) + d - 2 tr(C^(1/2)) (Givens and Shortt 1984). */
function measure({ mean, covariance }: Normal): Record<string, number> {
  const dims = mean.length;
  let error = 0;
  let trace = 0;
  for (let j = 0; j < dims; j++) {
    error += mean[j] ** 2;
    trace += covariance[j * dims + j];
  }
  const root = dims === 1 ? Math.sqrt(trace) : traceOfRoot(covariance, dims);
  return {
    variance: trace / dims,
    'log-variance': Math.log(trace / dims),
    'mean-error': error / dims,
    w2: (error + trace + dims - 2 * root) / dims,
  };
}

/** The n points farthest from the model's mean. */
function farthest({ dims, values }: Points, { mean }: Normal, n: number): Points {
  const count = values.length / dims;
  const distance = Float64Array.from({ length: count }, (_, i) => {
    let square = 0;
    for (let j = 0; j < dims; j++) square += (values[i * dims + j] - mean[j]) ** 2;
    return square;
  });
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => distance[b] - distance[a]);
  return points.take({ dims, values }, order.subarray(0, n));
}
