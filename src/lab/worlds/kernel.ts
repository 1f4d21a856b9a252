/**
 * Kernel density estimates of a fixed bandwidth h. Each refit adds h^2 to the variance: under replace it does not
 * vanish but inflates towards N h^2, and the shape drowns in blur; accumulating it grows only with log t (F17).
 * Kazdan et al. (2024) call the same "collapse": the likelihood of real points falls without end.
 */
import { z } from 'zod';
import type { Random } from '../../stats/random.js';
import type { Picture, Setup, World } from '../world.js';
import { type Points, points } from './points.js';
import { SHAPES, type Shape, shapeOf } from './shapes.js';

const parameters = z.strictObject({
  shape: z.enum(SHAPES).default('normal').describe('true distribution, each coordinate of variance 1'),
  bandwidth: z
    .number()
    .min(0)
    .max(100)
    .default(0.3)
    .describe('h, the standard deviation of the normal kernel'),
  test: z.int().min(0).max(100_000).default(0).describe('real points whose likelihood is measured; 0 = none'),
});

type Parameters = z.infer<typeof parameters>;

/** The points with their kernels. */
export interface Kernels {
  points: Points;
  /** Cumulative, where the points are weighted. */
  cumulative?: Float64Array;
}

/** Noise of a real point reaches so far (in its standard deviations) but one time in thousands. */
const FAR = 4;

export const kernel: World<Parameters> = {
  name: 'kernel',
  title: 'Kernel density',
  about: 'A kernel density of fixed bandwidth drawn from and fitted again: variance inflates, shapes blur.',
  source: 'Kazdan et al. 2024, kernel density estimates',
  parameters,
  defaults: { samples: 100, generations: 100, seeds: 50 },
  metrics: {
    variance: { title: 'variance of the density, mean over coordinates', unit: 'true variances' },
    nll: { title: 'negative log-likelihood of real points', unit: 'nats' },
    off: { title: 'share of what is written that lies off the true shape' },
  },
  roles: { risk: 'nll', variance: 'variance', invented: 'off' },
  setup: ({ shape: name, bandwidth, test }, random): Setup<Points, Kernels> => {
    const shape = shapeOf(name);
    const { dims } = shape;
    const unseen = realPoints(shape, test, random);
    return {
      kind: points,
      weighs: true,
      real: (n, own) => realPoints(shape, n, own),
      fit: ({ data, weights }) =>
        weights ? { points: data, cumulative: cumulated(weights) } : { points: data },
      sample: (model, n, own) => draw(model, n, bandwidth, own),
      good: ({ values }, shift) => {
        const verdict = new Uint8Array(values.length / dims);
        const moved = values.map((x) => x - shift);
        for (let i = 0; i < verdict.length; i++) verdict[i] = shape.distance(moved, i * dims) <= FAR ? 1 : 0;
        return verdict;
      },
      noise: ({ values }, sd, own) => ({ dims, values: values.map((x) => x + sd * own.normal()) }),
      probe: ({ model, sample }) => ({
        variance: model ? varianceOf(model) + bandwidth ** 2 : 1,
        nll: model && test > 0 ? surprise(model, unseen, bandwidth) : Number.NaN,
        off: share(sample, (i) => shape.distance(sample.values, i * dims) > FAR),
      }),
      picture: ({ sample }) => (dims === 1 ? smooth(sample.values) : scatter(sample)),
    };
  },
};

function realPoints(shape: Shape, n: number, random: Random): Points {
  const values = new Float64Array(n * shape.dims);
  for (let i = 0; i < n; i++) shape.draw(random, values, i * shape.dims);
  return { dims: shape.dims, values };
}

function cumulated(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

function draw({ points: centres, cumulative }: Kernels, n: number, h: number, random: Random): Points {
  const { dims, values } = centres;
  const count = values.length / dims;
  const drawn = new Float64Array(n * dims);
  for (let i = 0; i < n; i++) {
    const from = cumulative ? place(cumulative, random.uniform()) : random.below(count);
    for (let j = 0; j < dims; j++) drawn[i * dims + j] = values[from * dims + j] + h * random.normal();
  }
  return { dims, values: drawn };
}

/** First place whose cumulative weight exceeds the share `u` of the whole. */
function place(cumulative: Float64Array, u: number): number {
  const aim = u * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle] > aim) high = middle;
    else low = middle + 1;
  }
  return low;
}

const weightAt = (cumulative: Float64Array | undefined, i: number) =>
  cumulative ? cumulative[i] - (i > 0 ? cumulative[i - 1] : 0) : 1;

/** Of the centres, with divisor n; mean over coordinates. */
function varianceOf({ points: { dims, values }, cumulative }: Kernels): number {
  const count = values.length / dims;
  const total = cumulative ? cumulative[count - 1] : count;
  let variance = 0;
  for (let j = 0; j < dims; j++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += (weightAt(cumulative, i) * values[i * dims + j]) / total;
    for (let i = 0; i < count; i++) {
      variance += (weightAt(cumulative, i) * (values[i * dims + j] - mean) ** 2) / total / dims;
    }
  }
  return variance;
}

/** Mean negative log density of the points; a point beyond all kernels counts as the nearest one's density. */
function surprise({ points: centres, cumulative }: Kernels, unseen: Points, h: number): number {
  const { dims, values } = centres;
  const count = values.length / dims;
  const total = cumulative ? cumulative[count - 1] : count;
  const n = unseen.values.length / dims;
  const constant = Math.log(total) + (dims / 2) * Math.log(2 * Math.PI * h * h);
  let sum = 0;
  for (let p = 0; p < n; p++) {
    let density = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      let square = 0;
      for (let j = 0; j < dims; j++) square += (unseen.values[p * dims + j] - values[i * dims + j]) ** 2;
      square /= 2 * h * h;
      if (square < nearest) nearest = square;
      if (square < 700) density += weightAt(cumulative, i) * Math.exp(-square);
    }
    sum += constant - (density > 0 ? Math.log(density) : -nearest);
  }
  return sum / n;
}

function share({ dims, values }: Points, test: (i: number) => boolean): number {
  const count = values.length / dims;
  let found = 0;
  for (let i = 0; i < count; i++) if (test(i)) found++;
  return found / count;
}

/** Points that a picture shows at most. */
const DRAWN = 500;

function scatter({ dims, values }: Points): Picture {
  const picture: Picture = { form: 'points', x: [], y: [] };
  for (let i = 0; i < Math.min(DRAWN, values.length / dims); i++) {
    picture.x.push(values[i * dims]);
    picture.y.push(values[i * dims + dims - 1]);
  }
  return picture;
}

/** A density curve from the points, by Silverman's bandwidth. */
function smooth(values: Float64Array): Picture {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / n) || 1;
  const width = 1.06 * sd * n ** -0.2;
  const x = Array.from({ length: 81 }, (_, i) => mean + (i / 20 - 2) * 2 * sd);
  const y = x.map((at) => {
    let sum = 0;
    for (const value of values) sum += Math.exp(-0.5 * ((at - value) / width) ** 2);
    return sum / (n * width * Math.sqrt(2 * Math.PI));
  });
  return { form: 'density', x, y };
}
