/**
 * Performative prediction (Perdomo et al. 2020): people respond to the model that is deployed, and the next model is
 * fitted to the response. Nothing is synthetic and nothing is lost, yet the loop may run away; a neighbour of model
 * collapse that the diagnosis must tell apart.
 *
 * What a model "writes" is the population that its use leaves behind, so `replace` is repeated risk minimisation. It
 * contracts by eps beta / gamma a round where the response is eps-Lipschitz, the loss beta-smooth and gamma-strongly
 * convex; the problem `quadratic` has exactly this rate. `credit` stands in for their credit scores, with applicants
 * made here: x moves by -eps theta in the features that applicants can change, while who repays stays as it was.
 */
import { z } from 'zod';
import { newRandom, type Random } from '../../stats/random.js';
import type { Setup, World } from '../world.js';
import { creditProblem } from './performative-credit.js';
import { quadraticProblem } from './performative-quadratic.js';
import { answering, type Deployed, type Response } from './performative-response.js';
import { points } from './points.js';

export const parameters = z.strictObject({
  problem: z
    .enum(['quadratic', 'credit'])
    .default('credit')
    .describe('a toy with an exact rate, or credit scores'),
  eps: z.number().min(0).max(10_000).default(1).describe('strength of the response; 0 = nobody responds'),
  beta: z.number().min(0.001).max(1000).default(1).describe('quadratic: smoothness of the loss'),
  gamma: z.number().min(0.001).max(1000).default(2).describe('quadratic: strong convexity of the loss'),
  noise: z.number().min(0).max(1000).default(0.1).describe('quadratic: standard deviation of an outcome'),
  features: z.int().min(1).max(100).default(10).describe('credit: features of an applicant'),
  strategic: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('credit: of these, the ones that an applicant can change'),
  penalty: z
    .number()
    .min(0)
    .max(1000)
    .default(0.01)
    .describe('credit: weight of half the squared length of theta in the mean loss'),
  people: z
    .enum(['same', 'new'])
    .default('same')
    .describe('the same people respond in every round, or others each time'),
});

export type Parameters = z.infer<typeof parameters>;

/** What the two problems differ in. Rows are an observation each. */
export interface Problem {
  dims: number;
  /** Before anybody responds. */
  person(into: Float64Array, at: number, random: Random): void;
  /** Moves a person by what the deployed theta makes of them. */
  respond(into: Float64Array, at: number, theta: Float64Array): void;
  fit(values: Float64Array): Float64Array;
  measure(theta: Float64Array, before: Float64Array, after: Float64Array): Record<string, number>;
}

export const performative: World<Parameters> = {
  name: 'performative',
  title: 'People who respond to the model',
  about: 'A model is fitted to how people respond to the last one: it settles, circles or runs away.',
  source: 'Perdomo et al. 2020; Miller et al. 2021',
  parameters,
  defaults: { samples: 1000, generations: 25, seeds: 20 },
  metrics: {
    step: { title: 'distance between this theta and the last', log: true },
    loss: { title: 'loss on the people who have responded to this model' },
    distance: { title: 'distance of theta from the stable point (quadratic)', log: true },
    wrong: { title: 'share of wrong decisions on those who have responded (credit)' },
    moved: { title: 'mean distance that people have moved', unit: 'real standard deviations' },
  },
  roles: { risk: 'wrong' },
  setup: (options, random): Setup<Response, Deployed> => {
    const problem =
      options.problem === 'quadratic' ? quadraticProblem(options) : creditProblem(options, random);
    const crowd = Math.floor(random.uniform() * 2 ** 32);
    const start = new Float64Array(problem.dims);
    const people = (n: number, own: Random) => {
      const source = options.people === 'same' ? newRandom(crowd) : own;
      const values = new Float64Array(n * problem.dims);
      for (let i = 0; i < n; i++) problem.person(values, i * problem.dims, source);
      return { dims: problem.dims, values };
    };
    const responded = (n: number, own: Random, theta: Float64Array): Response => {
      const crowdNow = people(n, own);
      for (let i = 0; i < n; i++) problem.respond(crowdNow.values, i * problem.dims, theta);
      return { points: crowdNow, to: theta };
    };
    return {
      kind: answering(points),
      real: (n, own, _generation, model) => responded(n, own, model?.theta ?? start),
      fit: ({ data }) => ({ theta: problem.fit(data.points.values), before: data.to }),
      sample: (model, n, own) => responded(n, own, model.theta),
      probe: ({ model, sample, first }) => {
        const theta = model?.theta ?? start;
        const values = problem.measure(theta, first.points.values, sample.points.values);
        return { ...values, step: model ? apart(model.theta, model.before) : Number.NaN };
      },
      picture: ({ sample }) => problemPicture(sample, problem.dims),
    };
  },
};

function apart(a: Float64Array, b: Float64Array): number {
  let square = 0;
  for (let j = 0; j < a.length; j++) square += (a[j] - b[j]) ** 2;
  return Math.sqrt(square);
}

/** The first feature of at most 500 people against their outcome, or the outcomes alone in order. */
function problemPicture({ points: { values } }: Response, dims: number) {
  const n = Math.min(500, values.length / dims);
  const x = Array.from({ length: n }, (_, i) => (dims === 1 ? i : values[i * dims]));
  const y = Array.from({ length: n }, (_, i) => values[i * dims + dims - 1]);
  return { form: 'points' as const, x, y };
}
