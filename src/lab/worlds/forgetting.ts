/**
 * Catastrophic forgetting: one model learns one task after another, from real data only, and loses the first ones. A
 * neighbour of model collapse that the diagnosis must tell apart: no generation learns from another's output, and
 * showing some of the old data again (regime `anchor`) brings the old tasks back.
 *
 * The setting of Evron et al. (2022, How Catastrophic Can Catastrophic Forgetting Be in Linear Regression?): all tasks
 * have one linear truth in common, and each shows it along `rank` of `dims` directions only. Learning to convergence
 * from the last weights moves them by the least that fits the task, so what is left of the error is projected:
 * e <- (I - P_task) e. Every task can be held at once, yet the next one moves the weights along what was learnt.
 */
import { z } from 'zod';
import { dot, orthonormal } from '../../stats/orthonormal.js';
import { newRandom, type Random } from '../../stats/random.js';
import type { Setup, Values, World } from '../world.js';
import { answering, type Deployed, type Response } from './performative-response.js';
import { type Points, points } from './points.js';
import { syntheticShare } from './synthetic-share.js';

const parameters = z.strictObject({
  dims: z.int().min(2).max(200).default(40).describe('weights of the model'),
  rank: z.int().min(1).max(200).default(8).describe('directions that one task shows; at most dims'),
});

type Parameters = z.infer<typeof parameters>;

export const forgetting: World<Parameters> = {
  name: 'forgetting',
  title: 'One task after another',
  about:
    'A model that learns tasks in turn from real data forgets the old ones; showing them again restores them.',
  source: 'Evron et al. 2022 (forgetting in linear regression)',
  parameters,
  defaults: { samples: 200, generations: 10, seeds: 20, regime: 'schedule:0/0' },
  metrics: {
    'old-task-loss': { title: 'mean loss on the tasks before this one', unit: 'untrained losses' },
    'first-task-loss': { title: 'loss on the first task', unit: 'untrained losses' },
    'task-loss': { title: 'loss on the task just learnt', unit: 'untrained losses' },
    'synthetic-share': { title: 'synthetic share of what is learnt from' },
  },
  setup: ({ dims, rank: wanted }, random): Setup<Response, Deployed> => {
    const rank = Math.min(dims, wanted);
    const truth = Float64Array.from({ length: dims }, () => random.normal() / Math.sqrt(dims));
    const world = random.below(2 ** 32);
    /** Directions of a task; the generation that learns it names it, and generation 1 learns that of generation 0. */
    const task = (generation: number) => {
      const own = newRandom(world, Math.max(1, generation));
      return orthonormal(
        Float64Array.from({ length: rank * dims }, () => own.normal()),
        dims,
      );
    };
    const lossOn = (weights: Float64Array, generation: number) => {
      const error = weights.map((w, j) => w - truth[j]);
      let [left, whole] = [0, 0];
      for (const direction of task(generation)) {
        left += dot(direction, error) ** 2;
        whole += dot(direction, truth) ** 2;
      }
      return left / whole;
    };
    const start: Deployed = { theta: new Float64Array(dims), before: new Float64Array(dims) };
    const rows = (n: number, own: Random, generation: number, target: Float64Array): Points => {
      const directions = task(generation);
      const values = new Float64Array(n * (dims + 1));
      for (let i = 0; i < n; i++) {
        const row = values.subarray(i * (dims + 1), (i + 1) * (dims + 1));
        for (const direction of directions) {
          const along = own.normal();
          for (let j = 0; j < dims; j++) row[j] += along * direction[j];
        }
        row[dims] = dot(row.subarray(0, dims), target);
      }
      return { dims: dims + 1, values };
    };
    return {
      kind: answering(points),
      real: (n, own, generation, model = start) => ({
        points: rows(n, own, generation, truth),
        to: model.theta,
      }),
      fit: ({ data }) => ({ theta: learnt(data), before: data.to }),
      sample: (model, n, own, _bias, generation) => ({
        points: rows(n, own, generation, model.theta),
        to: model.theta,
      }),
      probe: ({ model = start, generation, training }): Values => {
        let old = 0;
        for (let g = 1; g < generation; g++) old += lossOn(model.theta, g);
        return {
          'old-task-loss': generation > 1 ? old / (generation - 1) : Number.NaN,
          'first-task-loss': lossOn(model.theta, 1),
          'task-loss': lossOn(model.theta, generation),
          'synthetic-share': syntheticShare(training),
        };
      },
    };
  },
};

/** The nearest weights to the start that fit every row: one projection onto each new direction that the rows bring. */
function learnt({ points: { dims: columns, values }, to }: Response): Float64Array {
  const dims = columns - 1;
  const weights = to.slice();
  const rows = values.length / columns;
  // A target is a row's last number, so it takes part in the same elimination as the row.
  const basis = orthonormal(values, columns, dims);
  for (let k = 0; k < basis.length && k < rows; k++) {
    const row = basis[k].subarray(0, dims);
    const miss = basis[k][dims] - dot(row, weights);
    for (let j = 0; j < dims; j++) weights[j] += miss * row[j];
  }
  return weights;
}
