/** The result of a run of the lab as a zod schema: for the published JSON schema, and for results that are read back. */
import { z } from 'zod';
import { DataError } from '../../util/errors.js';
import { claimSchema, experimentSchema, publishedSchema } from './experiment.js';
import type { LabResult } from './result.js';

const figures = z.array(z.number().nullable());
const interval = z.tuple([z.number(), z.number()]);
const range = z.object({ share: z.array(z.number()), ci: z.array(interval) });

const curve = z.object({ mean: figures, se: figures, median: figures, low: figures, high: figures });

const arm = z.object({
  name: z.string(),
  regime: z.string(),
  samples: z.number(),
  initial: z.number().optional(),
  growth: z.number(),
  generations: z.number(),
  with: z.record(z.string(), z.unknown()),
  measured: z.array(z.number()),
  metrics: z.record(z.string(), curve),
  last: z.record(z.string(), figures),
  pictures: z.array(
    z.object({
      generation: z.number(),
      picture: z.object({
        form: z.enum(['density', 'ranks', 'points', 'images']),
        x: z.array(z.number()),
        y: z.array(z.number()),
        png: z
          .string()
          .regex(/^[A-Za-z0-9+/=]*$/)
          .optional(),
      }),
    }),
  ),
  continued: z
    .array(
      z.object({
        generation: z.number(),
        texts: z.array(z.object({ prompt: z.string(), text: z.string() })),
      }),
    )
    .optional(),
  lost: z.array(z.object({ name: z.string(), share: z.number(), firstGeneration: z.number() })),
});

export const labResultSchema = z.object({
  schema: z.literal(1),
  kind: z.literal('lab'),
  tool: z.object({ name: z.literal('gen0'), version: z.string() }),
  name: z.string(),
  experiment: experimentSchema,
  world: z.object({
    name: z.string(),
    title: z.string(),
    source: z.string(),
    metrics: z.record(
      z.string(),
      z.object({ title: z.string(), unit: z.string().optional(), log: z.boolean().optional() }),
    ),
  }),
  sweep: z.array(z.object({ over: z.string(), values: z.array(z.string()) })).optional(),
  input: z.object({ name: z.string(), size: z.number(), classes: z.number().optional() }).nullable(),
  startedAt: z.string(),
  timing: z.record(z.string(), z.number()),
  arms: z.array(arm).min(1),
  claims: z.array(
    z.object({
      ...claimSchema.shape,
      difference: z.number().nullable(),
      ci: interval.nullable(),
      n: z.number(),
      outcome: z.enum(['holds', 'failed', 'cannot say']),
    }),
  ),
  published: z.array(
    z.object({
      ...publishedSchema.shape,
      value: z.union([z.number(), interval]),
      measured: z.number().nullable(),
      se: z.number().nullable(),
      off: z.number().nullable(),
      agrees: z.boolean(),
    }),
  ),
  profiles: z.record(
    z.string(),
    z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        outcome: z.enum(['shown', 'not shown', 'cannot say']),
        because: z.string(),
      }),
    ),
  ),
  attribution: z
    .object({
      metric: z.string(),
      generations: z.array(z.number()),
      parts: z.array(range.extend({ arm: z.string() })),
      together: z.object({ ratio: z.array(z.number()), ci: z.array(interval) }),
    })
    .optional(),
  warnings: z.array(z.object({ id: z.string(), message: z.string() })),
});

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Does not compile when the schema and the type drift apart. */
export const SCHEMA_IS_THE_TYPE: Equal<z.infer<typeof labResultSchema>, LabResult> = true;

/** Reads a result back; `path` is named in the error. */
export function parseLabResult(content: string, path: string): LabResult {
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    throw new DataError(
      `${path}: not a run of the lab: no valid JSON. Give an id from .gen0/lab or a result.json`,
    );
  }
  const { schema, kind } = (data ?? {}) as { schema?: unknown; kind?: unknown };
  if (kind !== 'lab')
    throw new DataError(`${path}: not a run of the lab; gen0 lab run saves one under .gen0/lab`);
  if (typeof schema === 'number' && schema > 1) {
    throw new DataError(`${path}: written by a newer gen0 (result schema ${schema}); update gen0 to read it`);
  }
  const parsed = labResultSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DataError(
    `${path}: not a run of the lab at ${issue.path.join('.')}: ${issue.message}. Run it again`,
  );
}
