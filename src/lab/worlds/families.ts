/**
 * One-parameter exponential families refitted to their own samples by maximum likelihood, which is the sample mean for
 * all of them. Accumulating keeps the error below pi^2 / 6 of the first one whatever the family (Dey and Donoho 2024);
 * replacing lets it grow until a count is absorbed at zero (Suresh et al. 2024, Theorems 1 and 2).
 */
import { z } from 'zod';
import { drawPoisson } from '../../stats/poisson.js';
import type { Random } from '../../stats/random.js';
import type { Picture, Setup, Training, World } from '../world.js';
import { type Points, points } from './points.js';

const parameters = z.strictObject({
  family: z
    .enum(['bernoulli', 'poisson', 'exponential', 'normal'])
    .default('poisson')
    .describe('distribution of an observation; normal has a known variance of 1'),
  mean: z
    .number()
    .min(-1e6)
    .max(1e6)
    .default(0.5)
    .describe('true mean; a probability for bernoulli, above 0 for poisson and exponential'),
});

type Parameters = z.infer<typeof parameters>;

interface Family {
  /** Least and greatest mean. */
  range: [number, number];
  variance(mean: number): number;
  draw(mean: number, random: Random): number;
}

const FAMILIES: Record<Parameters['family'], Family> = {
  bernoulli: {
    range: [0, 1],
    variance: (p) => p * (1 - p),
    draw: (p, random) => (random.uniform() < p ? 1 : 0),
  },
  poisson: { range: [0, 1e6], variance: (mean) => mean, draw: drawPoisson },
  exponential: {
    range: [0, 1e6],
    variance: (mean) => mean * mean,
    draw: (mean, random) => -mean * Math.log(1 - random.uniform()),
  },
  normal: { range: [-1e6, 1e6], variance: () => 1, draw: (mean, random) => mean + random.normal() },
};

export const families: World<Parameters> = {
  name: 'families',
  title: 'Exponential families',
  about: 'Bernoulli, Poisson, exponential and normal means refitted to their own samples.',
  source: 'Dey and Donoho 2024; Suresh et al. 2024, Theorems 1 and 2',
  parameters: parameters.refine(
    ({ family, mean }) => {
      const [low, high] = FAMILIES[family].range;
      return mean >= low && mean <= high && FAMILIES[family].variance(mean) > 0;
    },
    { path: ['mean'], message: 'must lie inside the family: above 0, and below 1 for bernoulli' },
  ),
  defaults: { samples: 100, generations: 20, seeds: 200 },
  metrics: {
    error: { title: 'squared error of the mean', unit: 'variances of one true observation', log: true },
    mean: { title: 'mean of the fit' },
    spread: { title: 'variance of the fitted distribution', unit: 'true variances' },
    absorbed: { title: 'no spread left' },
  },
  roles: { risk: 'error', variance: 'spread' },
  setup: ({ family, mean: truth }): Setup<Points, number> => {
    const { variance, draw } = FAMILIES[family];
    const write = (mean: number, n: number, random: Random): Points => ({
      dims: 1,
      values: Float64Array.from({ length: n }, () => draw(mean, random)),
    });
    return {
      kind: points,
      weighs: true,
      real: (n, random) => write(truth, n, random),
      fit: meanOf,
      sample: (model, n, random) => write(model, n, random),
      probe: ({ model = truth }) => ({
        error: (model - truth) ** 2 / variance(truth),
        mean: model,
        spread: variance(model) / variance(truth),
        absorbed: variance(model) === 0 ? 1 : 0,
      }),
      picture: ({ sample }) => histogram(sample.values),
    };
  },
};

function meanOf({ data: { values }, weights }: Training<Points>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (weights ? weights[i] : 1) * values[i];
  return sum / values.length;
}

/** Density in 40 bins, or the share of each whole number where there are no others. */
function histogram(values: Float64Array): Picture {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const whole = values.every(Number.isInteger) && high - low < 200;
  const bins = whole ? high - low + 1 : 40;
  const width = whole ? 1 : (high - low) / bins || 1;
  const y = new Array<number>(bins).fill(0);
  for (const value of values) {
    y[Math.min(bins - 1, Math.floor((value - low) / width))] += 1 / (values.length * width);
  }
  return { form: 'density', x: y.map((_, i) => low + (whole ? i : i + 0.5) * width), y };
}
