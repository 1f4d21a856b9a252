/**
 * A world that moves while everybody in it stays human: a neighbour of model collapse that the diagnosis must tell
 * apart. Each generation learns from new real data, but people change (`inputs`: p(x) moves, as when an audience
 * ages) or what they call things does (`labels`: p(y given x) moves). A model of the first day grows stale either way;
 * one that is fitted anew does not, and no variance is lost.
 *
 * x is normal with unit variance, y is 1 with probability 1 / (1 + exp(-4 (x - threshold))). The population stability
 * index compares x with generation 0 in its ten deciles; above 0.25 is by convention a shift to act on.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import type { Setup, Values, World } from '../world.js';
import { type Points, points } from './points.js';
import { syntheticShare } from './synthetic-share.js';

const STEEPNESS = 4;
const DECILES = 10;

const parameters = z.strictObject({
  moves: z.enum(['inputs', 'labels', 'nothing']).default('inputs').describe('what changes from day to day'),
  speed: z.number().min(0).max(10).default(0.1).describe('change a generation, in standard deviations of x'),
});

type Parameters = z.infer<typeof parameters>;

interface Model {
  mean: number;
  sd: number;
  /** Where both labels are equally likely, by logistic regression of known steepness. */
  threshold: number;
}

export const drift: World<Parameters> = {
  name: 'drift',
  title: 'A world that moves',
  about:
    'Real data whose distribution changes over time; every model learns from people only, and nothing is lost.',
  source: 'drift of inputs and of concepts, told from collapse by the origin of the rows',
  parameters,
  defaults: { samples: 1000, generations: 10, seeds: 20, regime: 'schedule:0/0' },
  metrics: {
    psi: { title: 'population stability index of what is learnt from, against generation 0' },
    'stale-error': { title: 'share of wrong labels of a model of generation 0, today' },
    error: { title: "share of wrong labels of today's model, today" },
    variance: { title: 'variance of the fit', unit: 'true variances' },
    moved: { title: 'mean of the fit', unit: 'true standard deviations' },
    threshold: { title: 'threshold of the fit', unit: 'true standard deviations' },
    'synthetic-share': { title: 'synthetic share of what is learnt from' },
  },
  roles: { risk: 'error', variance: 'variance' },
  setup: ({ moves, speed }): Setup<Points, Model> => {
    const truthAt = (generation: number): Model => ({
      mean: moves === 'inputs' ? speed * generation : 0,
      sd: 1,
      threshold: moves === 'labels' ? speed * generation : 0,
    });
    return {
      kind: points,
      real: (n, random, generation) => draw(truthAt(generation), n, random),
      fit: ({ data }) => fit(data),
      sample: (model, n, random) => draw(model, n, random),
      probe: ({ model, training, first }): Values => {
        const stale = fit(first);
        const now = model ?? stale;
        return {
          psi: stability(first.values, training.data.values),
          'stale-error': wrong(stale, training.data),
          error: wrong(now, training.data),
          variance: now.sd ** 2,
          moved: now.mean,
          threshold: now.threshold,
          'synthetic-share': syntheticShare(training),
        };
      },
    };
  },
};

/** Points are x and the label. */
function draw({ mean, sd, threshold }: Model, n: number, random: Random): Points {
  const values = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const x = mean + sd * random.normal();
    values[2 * i] = x;
    values[2 * i + 1] = random.uniform() < chance(x, threshold) ? 1 : 0;
  }
  return { dims: 2, values };
}

function chance(x: number, threshold: number): number {
  return 1 / (1 + Math.exp(-STEEPNESS * (x - threshold)));
}

function fit({ values }: Points): Model {
  const n = values.length / 2;
  let sum = 0;
  let square = 0;
  let ones = 0;
  for (let i = 0; i < n; i++) {
    sum += values[2 * i];
    ones += values[2 * i + 1];
  }
  const mean = sum / n;
  for (let i = 0; i < n; i++) square += (values[2 * i] - mean) ** 2;
  const sd = Math.sqrt(square / n);
  // At the optimum the expected number of ones, which falls with the threshold, is the number that there is. Where all
  // labels are equal the threshold runs off; it is held near the data.
  let low = mean - 10 * sd;
  let high = mean + 10 * sd;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    let expected = 0;
    for (let i = 0; i < n; i++) expected += chance(values[2 * i], middle);
    if (expected > ones) low = middle;
    else high = middle;
  }
  return { mean, sd, threshold: (low + high) / 2 };
}

function wrong({ threshold }: Model, { values }: Points): number {
  let count = 0;
  for (let i = 0; i < values.length; i += 2) if (values[i] > threshold !== (values[i + 1] === 1)) count++;
  return count / (values.length / 2);
}

/** Sum over bins of (q - p) log(q / p), half an observation added to each bin. */
function stability(before: Float64Array, after: Float64Array): number {
  const xs = before.filter((_, i) => i % 2 === 0).sort();
  const edges = Array.from(
    { length: DECILES - 1 },
    (_, k) => xs[Math.floor(((k + 1) * xs.length) / DECILES)],
  );
  const [p, q] = [before, after].map((values) => {
    const counts = new Float64Array(DECILES).fill(0.5);
    for (let i = 0; i < values.length; i += 2) counts[edges.filter((edge) => values[i] >= edge).length]++;
    const total = values.length / 2 + DECILES / 2;
    return counts.map((count) => count / total);
  });
  return p.reduce((sum, x, k) => sum + (q[k] - x) * Math.log(q[k] / x), 0);
}
