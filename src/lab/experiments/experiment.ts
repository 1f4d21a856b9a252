/**
 * An experiment: a world, the arms that are compared on it, and what is claimed. A file holds only what differs from
 * the defaults here; the effective configuration is saved with every run.
 */
import { z } from 'zod';

const share = z.number().min(0);

/** Fields that an arm may set otherwise; without defaults, which would hide what the arms have in common. */
const armFields = {
  regime: z.string().describe('what the next generation is trained on: gen0 lab show regimes'),
  samples: z.int().min(2).describe('observations that each generation is trained on'),
  initial: z.int().min(2).optional().describe('real observations of generation 1; default: samples'),
  growth: share.describe('generation g is trained on samples x g^growth'),
  generations: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe('models fitted, each on what the regime makes of the last'),
  with: z.record(z.string(), z.unknown()).describe("the world's own parameters: gen0 lab show <world>"),
};

const direction = z.enum(['higher', 'lower']);

export const claimSchema = z.strictObject({
  id: z.string().optional().describe('row of the replication table that it belongs to, e.g. R17'),
  text: z.string().describe('one sentence that can be false'),
  metric: z.string(),
  arm: z.string(),
  control: z.string(),
  /** Default: the last. */
  generation: z.int().min(0).optional(),
  controlMetric: z.string().optional().describe("the control's, where it is another of the same unit"),
  controlGeneration: z.int().min(0).optional().describe("the control's, where it is another"),
  times: z
    .number()
    .positive()
    .optional()
    .describe('the control counts so many times, as in "at most half of"'),
  base: z.string().optional().describe('the arm from whose figure both are counted'),
  baseGeneration: z.int().min(0).optional().describe("the base's, where it is another"),
  alarm: z
    .number()
    .positive()
    .optional()
    .describe(
      "compare the first generations at which the metrics are off generation 0's by this share; never: one after the last",
    ),
  steps: z
    .enum(['up', 'down'])
    .optional()
    .describe(
      'count in each run the steps between measured generations, from controlGeneration (default: 1) on, that go this way; the control is the arm itself and counts as 0',
    ),
  direction: direction.describe('of the arm against the control'),
  least: z
    .number()
    .default(0)
    .describe(
      'the difference must exceed this; below 0: it may fall short by so much, as in "no worse by 0.05"',
    ),
});

/** A number that a paper or a formula gives, and how near the run must come. */
export const publishedSchema = z.strictObject({
  id: z.string().describe('row of the replication table, e.g. R1'),
  what: z.string(),
  source: z.string(),
  metric: z.string(),
  arm: z.string(),
  generation: z.int().min(0),
  statistic: z.enum(['mean', 'median', 'variance', 'sd', 'min', 'max']).default('mean'),
  /** A number, a band where the source gives one, or the arm whose figure it says this one equals. */
  value: z.union([z.number(), z.tuple([z.number(), z.number()]), z.string()]),
  tolerance: z.number().min(0).default(0).describe('relative, on a number or an arm; a band has none'),
});

export const attributeSchema = z.strictObject({
  metric: z.string().describe('the drift whose causes are told apart; 0 where nothing has happened'),
  arms: z.array(z.string()).min(2).describe('arms with one error each'),
  whole: z.string().describe('the arm with all of them'),
});

export const experimentSchema = z.strictObject({
  title: z.string(),
  about: z.string().default(''),
  needs: z
    .strictObject({
      what: z.string().describe('that the user brings, in words'),
      size: z.int().min(1).optional().describe('observations in it; published figures hold for this many'),
    })
    .optional()
    .describe("what does not come with gen0 and is brought by the flag of the world's input"),
  world: z.string(),
  ...armFields,
  regime: armFields.regime.default('replace'),
  growth: armFields.growth.default(0),
  with: armFields.with.default({}),
  seeds: z.int().min(1).max(1_000_000).describe('independent runs of each arm'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe('of the first run; the others follow it'),
  every: z.int().min(1).default(1).describe('measure every so many generations'),
  arms: z
    .record(z.string(), z.strictObject(armFields).partial())
    .default({})
    .describe('what each arm does otherwise; none = one arm'),
  watch: z.array(z.string()).default([]).describe('metrics shown first; default: the headline of the world'),
  claims: z.array(claimSchema).default([]),
  published: z.array(publishedSchema).default([]),
  attribute: attributeSchema.optional().describe('how much of the drift each arm makes'),
});

export type Experiment = z.infer<typeof experimentSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Published = z.infer<typeof publishedSchema>;

/** One arm with everything filled in. */
export interface Arm {
  name: string;
  regime: string;
  samples: number;
  initial?: number;
  growth: number;
  generations: number;
  with: Record<string, unknown>;
}

/** All arms of an experiment; one that declares none has a single arm named for its regime. */
export function armsOf(experiment: Experiment): Arm[] {
  const { regime, samples, initial, growth, generations } = experiment;
  const own = { regime, samples, initial, growth, generations, with: experiment.with };
  const entries = Object.entries(experiment.arms);
  if (entries.length === 0) return [{ name: regime, ...own }];
  return entries.map(([name, arm]) => ({ name, ...own, ...arm, with: { ...own.with, ...arm.with } }));
}
