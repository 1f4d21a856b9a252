/**
 * The shape of `gen0.yaml`. Flat, short and strict: an unknown key is an error, as a gate that is silently
 * ignored is worse than none.
 */
import { z } from 'zod';
import { parseSize } from '../util/format.js';

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const readOptions = {
  path: paths.meta({ description: 'File, folder or glob, or a list of them; a .g0p profile too.' }),
  field: z.string().optional().meta({ description: 'Field that holds the text.' }),
  'id-field': z.string().optional().meta({ description: "Field that holds the document's id." }),
  unit: z
    .enum(['paragraph', 'file', 'line'])
    .optional()
    .meta({ description: 'What a document is in plain text.' }),
};

const lineage = z.enum(['descendant', 'same-source', 'unknown']);

const corpus = z.union([
  paths,
  z.strictObject({
    ...readOptions,
    lineage: lineage.optional().meta({ description: 'How the corpus comes from the reference.' }),
  }),
]);

const level = z.enum(['off', 'warn', 'error']);

const bounds = z
  .strictObject({
    'min-ratio': z.number().optional().meta({ description: 'Broken when the whole interval lies below.' }),
    'max-ratio': z.number().optional().meta({ description: 'Broken when the whole interval lies above.' }),
  })
  .refine((each) => Object.keys(each).length > 0, { message: 'give min-ratio or max-ratio' })
  .refine((each) => (each['min-ratio'] ?? -Infinity) <= (each['max-ratio'] ?? Infinity), {
    message: 'min-ratio is above max-ratio: no corpus could pass',
  });

const metricGate = z.union([level, z.tuple([level, bounds])]);

const verdictGate = z.union([
  level,
  z.tuple([
    level,
    z.strictObject({
      worst: z.enum(['healthy', 'shifted', 'early', 'late']).meta({
        description: 'The worst verdict that still passes; healthy < shifted < early < late.',
      }),
    }),
  ]),
]);

const mixtureGate = z.union([
  level,
  z.tuple([
    level,
    z
      .strictObject({
        min: z.number().min(0).max(1).optional().meta({
          description: "Least share of human tokens in every shard. Without it the mixture's own floor.",
        }),
      })
      .refine(({ min }) => min !== undefined, { message: 'give min, as in { min: 0.3 }' }),
  ]),
]);

const gates = z
  .object({ verdict: verdictGate.optional(), 'mix/human-share': mixtureGate.optional() })
  .catchall(metricGate)
  .meta({
    description:
      "off | warn | error, or [level, options]; keys are metrics' ids, `verdict` or `mix/human-share`.",
  });

export const configSchema = z
  .strictObject({
    reference: z
      .union([paths, z.strictObject(readOptions)])
      .optional()
      .meta({ description: 'What "human" means for this project.' }),
    corpora: z.record(z.string(), corpus).optional().meta({ description: 'Corpora by name.' }),
    seed: z.int().min(0).max(4294967295).optional(),
    tokeniser: z.enum(['words', 'whitespace']).optional(),
    memory: z
      .union([z.string(), z.int().positive()])
      .refine((each) => typeof each === 'number' || parseSize(each) !== undefined, {
        message: 'not a size; write 1GB, 512MB or 1GiB',
      })
      .optional()
      .meta({ description: 'Memory budget of a profile, e.g. 1GB.' }),
    lineage: lineage.optional().meta({ description: 'For every corpus that declares none.' }),
    embedder: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Folder with a sentence model, or the URL of a server with OpenAI's API." }),
    'embedder-model': z.string().min(1).optional().meta({ description: "The server's name of the model." }),
    'embedder-key-env': z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Variable that holds the key. Default OPENAI_API_KEY' }),
    gates: gates.optional(),
    store: z.string().min(1).optional().meta({ description: 'Folder of saved audits. Default .gen0' }),
  })
  .meta({ title: 'gen0 configuration', description: 'gen0.yaml or gen0.json' });

export type RawConfig = z.infer<typeof configSchema>;
