/**
 * Data feedback: a deployed model labels part of the data that it is next trained on (Taori and Hashimoto 2023). Each
 * round m people and k model labels join the pool; run it as `accumulate+fresh:m` with samples = m + k and
 * initial = n_0.
 *
 * A labeller that draws from the learnt probabilities keeps the pool's rates; one that always gives the likelier label
 * amplifies whatever majority it meets. Their Theorem 1 bounds the bias by the first model's own times a factor that
 * tends to (m + k) / m; a learner with a constant bias of its own (`bias`) reaches that bound.
 */
import { z } from 'zod';
import type { Setup, Training, World } from '../world.js';
import { type Points, points } from './points.js';

const parameters = z.strictObject({
  labels: z
    .enum(['sampled', 'likeliest'])
    .default('sampled')
    .describe('the model draws labels from its probabilities, or gives the likelier one'),
  groups: z.int().min(1).max(1000).default(10).describe('groups of equal size, each with a rate of its own'),
  rate: z.number().min(0).max(1).default(0.6).describe('mean true rate of the positive label'),
  spread: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.2)
    .describe("the groups' rates lie evenly within this of the mean"),
  bias: z
    .number()
    .min(-0.5)
    .max(0.5)
    .default(0)
    .describe('added by the learner to every rate, the worst case of the theorem'),
});

type Parameters = z.infer<typeof parameters>;

export const feedback: World<Parameters> = {
  name: 'feedback',
  title: 'A model that labels its own training data',
  about: 'People and a model label new data side by side: does the model drift from the people?',
  source: 'Taori and Hashimoto 2023, Theorem 1',
  parameters: parameters.refine(
    ({ rate, spread, bias }) =>
      rate - spread + Math.min(0, bias) >= 0 && rate + spread + Math.max(0, bias) <= 1,
    { path: ['spread'], message: 'every rate, moved by the bias, must lie between 0 and 1' },
  ),
  defaults: { samples: 5000, generations: 20, seeds: 20 },
  metrics: {
    bias: { title: "bias of the model's labels: its positive rate less the people's" },
    amplification: { title: "mean distance of the groups' rates from the people's" },
    pool: { title: 'bias of the training data' },
    groups: { title: 'share of the groups with labels of both kinds' },
  },
  roles: { risk: 'amplification', modes: 'groups' },
  setup: ({ labels, groups, rate, spread, bias }): Setup<Points, Float64Array> => {
    const truth = Float64Array.from({ length: groups }, (_, g) =>
      groups === 1 ? rate : rate + spread * ((2 * g) / (groups - 1) - 1),
    );
    const given = (rates: Float64Array) =>
      labels === 'sampled' ? rates : rates.map((each) => (each >= 0.5 ? 1 : 0));
    const label = (rates: Float64Array, n: number, uniform: () => number): Points => {
      const values = new Float64Array(2 * n);
      for (let i = 0; i < n; i++) {
        const group = Math.floor(uniform() * groups);
        values[2 * i] = group;
        values[2 * i + 1] = uniform() < rates[group] ? 1 : 0;
      }
      return { dims: 2, values };
    };
    return {
      kind: points,
      weighs: true,
      real: (n, random) => label(truth, n, () => random.uniform()),
      fit: (training) => ratesOf(training, groups, rate).map((each) => Math.min(1, Math.max(0, each + bias))),
      sample: (model, n, random) => label(given(model), n, () => random.uniform()),
      probe: ({ model, training }) => {
        const rates = model ? given(model) : truth;
        const pool = ratesOf(training, groups, rate);
        let [own, apart, theirs, both] = [0, 0, 0, 0];
        for (let g = 0; g < groups; g++) {
          own += rates[g] - truth[g];
          apart += Math.abs(rates[g] - truth[g]);
          theirs += pool[g] - truth[g];
          if (rates[g] > 0 && rates[g] < 1) both++;
        }
        return {
          bias: own / groups,
          amplification: apart / groups,
          pool: theirs / groups,
          groups: both / groups,
        };
      },
      picture: ({ model = truth }) => ({
        form: 'points',
        x: [...truth],
        y: [...given(model)],
      }),
    };
  },
};

/** Share of positive labels in each group; `unseen` where there are none. */
function ratesOf(
  { data: { values }, weights }: Training<Points>,
  groups: number,
  unseen: number,
): Float64Array {
  const count = new Float64Array(groups);
  const positive = new Float64Array(groups);
  for (let i = 0; 2 * i < values.length; i++) {
    const weight = weights ? weights[i] : 1;
    count[values[2 * i]] += weight;
    positive[values[2 * i]] += weight * values[2 * i + 1];
  }
  return positive.map((sum, g) => (count[g] > 0 ? sum / count[g] : unseen));
}
