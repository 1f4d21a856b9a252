/**
 * A mixture of normals fitted by EM to samples of the one before: the experiment of Shumailov et al. (2024, SI 4.1) by
 * the settings of their released code, and the 25 modes of Alemohammad et al. (2023) with their sampling bias lambda.
 *
 * Distances are from the true density, which is generation 0 here; the paper's are from its first fit. Components go by
 * no name: a fit has the widest and the narrowest one. `lambda` scales the covariance of every component and leaves the
 * means and weights; `temperature` and `keep` bend the weights.
 */
import { z } from 'zod';
import { precisionAndRecall } from '../../images/manifold.js';
import type { Random } from '../../stats/random.js';
import { fitMixture, type MixtureFit } from '../learners/em.js';
import { expectation } from '../learners/expectation.js';
import { componentDeviations, drawMixture, type Mixture, mixtureVariance } from '../learners/mixture.js';
import { mixtureDistance } from '../learners/mixture-distance.js';
import type { Bias, Setup, Values, World } from '../world.js';
import { bentShares } from './bent-shares.js';
import { CENTRES, type Truth, truthOf } from './mixture-truths.js';
import { type Points, points } from './points.js';

const parameters = z.strictObject({
  centres: z
    .enum(CENTRES)
    .default('one')
    .describe(
      'true density: a standard normal, two of them four deviations apart, or a grid of 25 narrow ones',
    ),
  components: z.int().min(1).max(1000).default(2).describe('normals of the learner'),
  init: z.enum(['kmeans', 'random']).default('kmeans').describe('what EM starts from'),
  tol: z
    .number()
    .min(0)
    .max(1)
    .default(1e-5)
    .describe('EM ends when the mean log-likelihood changes by less than this'),
  maxIterations: z.int().min(1).max(100_000).default(2000).describe('most iterations of EM in one fit'),
  test: z
    .int()
    .min(0)
    .max(100_000)
    .default(1000)
    .describe('real points whose likelihood is measured; 0 = none'),
  subsample: z
    .int()
    .min(0)
    .max(10_000)
    .default(500)
    .describe('real and written points that precision and recall are measured on; 0 = none'),
});

type Parameters = z.infer<typeof parameters>;

/** A written point so many deviations from every mode belongs to none: 3 in 10,000 of the real ones. */
const REACH = 4;
/** The tail of a mode begins here: 13.5 % of its points lie beyond. */
const TAIL = 2;
const POINTS_DRAWN = 500;

export const mixture: World<Parameters> = {
  name: 'mixture',
  title: 'Mixture of normals',
  about: 'A mixture of normals fitted by EM and drawn from: it misperceives first, then shrinks to a point.',
  source: 'Shumailov et al. 2024, SI 4.1; Alemohammad et al. 2023, the grid of 25 modes',
  parameters,
  defaults: { samples: 1000, generations: 50, seeds: 10 },
  metrics: {
    l2: { title: 'squared L2 distance from the true density', log: true },
    sd: { title: 'standard deviation of the fit', log: true },
    widest: { title: 'standard deviation of the widest component', log: true },
    narrowest: { title: 'standard deviation of the narrowest component', log: true },
    variance: { title: 'variance of the fit', unit: 'true variances', log: true },
    nll: { title: 'negative log-likelihood of real points', unit: 'nats' },
    precision: { title: 'share of what is written that lies among real points' },
    recall: { title: 'share of real points that lie among what is written' },
    modes: { title: 'share of the true modes that are still written' },
    tail: { title: 'what is written in the tails of the modes', unit: 'true shares' },
    off: { title: 'share of what is written that lies on no mode' },
    iterations: { title: 'iterations of EM in the fit' },
  },
  roles: { risk: 'nll', variance: 'variance', modes: 'modes', tail: 'tail', invented: 'off' },
  setup: (options, random): Setup<Points, MixtureFit> => {
    const { centres, components, init, tol, maxIterations: most, test, subsample } = options;
    const truth = truthOf(centres);
    const trueVariance = mixtureVariance(truth);
    const unseen = drawMixture(truth, test, random);
    const among = drawMixture(truth, subsample, random);
    return {
      kind: points,
      weighs: true,
      bends: ['lambda', 'temperature', 'keep'],
      real: (n, own) => drawMixture(truth, n, own),
      fit: ({ data, weights }, own, start) =>
        fitMixture(data, { components, init, tol, most, weights, start }, own),
      sample: write,
      probe: ({ model, sample }) => {
        const now: Mixture = model ?? truth;
        const deviations = componentDeviations(now);
        const part = { dims: 2, values: sample.values.subarray(0, 2 * subsample) };
        return {
          l2: mixtureDistance(truth, now),
          sd: Math.sqrt(mixtureVariance(now)),
          widest: deviations.reduce((a, b) => Math.max(a, b)),
          narrowest: deviations.reduce((a, b) => Math.min(a, b)),
          variance: mixtureVariance(now) / trueVariance,
          nll: test > 0 ? -expectation(unseen, now).bound : Number.NaN,
          ...precisionAndRecall(among, part),
          ...places(sample, truth),
          iterations: model?.iterations ?? Number.NaN,
        };
      },
      picture: ({ sample: { values } }) => {
        const n = Math.min(POINTS_DRAWN, values.length / 2);
        const column = (j: number) => Array.from({ length: n }, (_, i) => values[2 * i + j]);
        return { form: 'points', x: column(0), y: column(1) };
      },
      good: ({ values }, shift) => {
        const moved = shift * Math.sqrt(trueVariance);
        const verdict = new Uint8Array(values.length / 2);
        for (let i = 0; i < verdict.length; i++) {
          const { distance } = nearest(truth, values[2 * i] - moved, values[2 * i + 1] - moved);
          verdict[i] = distance <= REACH ? 1 : 0;
        }
        return verdict;
      },
      noise: ({ dims, values }, sd, own) => {
        const scale = sd * Math.sqrt(trueVariance);
        return { dims, values: values.map((x) => x + scale * own.normal()) };
      },
      rare: (model, n, own) => leastLikely(drawMixture(model, 20 * n, own), model, n),
    };
  },
};

function write(model: MixtureFit, n: number, random: Random, bias: Bias): Points {
  const { lambda, temperature, keep } = bias;
  if (temperature === 1 && keep === 1) return drawMixture(model, n, random, lambda);
  const bent = bentShares(model.weights, temperature, keep);
  const sum = bent.reduce((a, b) => a + b, 0);
  return drawMixture({ ...model, weights: bent.map((x) => x / sum) }, n, random, lambda);
}

/** The true mode next to a point, and how far off it is in the mode's deviations. */
function nearest({ means, sd }: Truth, x: number, y: number): { mode: number; distance: number } {
  let mode = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; 2 * k < means.length; k++) {
    const square = (x - means[2 * k]) ** 2 + (y - means[2 * k + 1]) ** 2;
    if (square >= least) continue;
    least = square;
    mode = k;
  }
  return { mode, distance: Math.sqrt(least) / sd };
}

/** Where what is written lies: on which modes, in their tails, or off them all. */
function places({ values }: Points, truth: Truth): Values {
  const n = values.length / 2;
  const written = new Uint8Array(truth.weights.length);
  let [tail, off] = [0, 0];
  for (let i = 0; i < values.length; i += 2) {
    const { mode, distance } = nearest(truth, values[i], values[i + 1]);
    if (distance > REACH) off++;
    else {
      written[mode] = 1;
      if (distance > TAIL) tail++;
    }
  }
  const beyond = (sds: number) => Math.exp(-(sds ** 2) / 2);
  return {
    modes: written.reduce((a, b) => a + b, 0) / written.length,
    tail: tail / n / (beyond(TAIL) - beyond(REACH)),
    off: off / n,
  };
}

/** The n points that the model gives the least density. */
function leastLikely(drawn: Points, model: Mixture, n: number): Points {
  const { values } = drawn;
  const density = Float64Array.from({ length: values.length / 2 }, (_, i) => {
    const one = { dims: 2, values: values.subarray(2 * i, 2 * i + 2) };
    return expectation(one, model).bound;
  });
  const order = Uint32Array.from(density, (_, i) => i).sort((a, b) => density[a] - density[b]);
  return points.take(drawn, order.subarray(0, n));
}
