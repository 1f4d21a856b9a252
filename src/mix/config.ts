/**
 * A mixture as a person asks for it, in the words of OLMo-core's SourceMixture (`source_name`, `target_ratio`,
 * `max_repetition_ratio`, `max_source_fraction`, `requested_tokens`) and Dolma's attribute files, with what neither has:
 * a floor of human tokens, caps, and what happens when tokens run short.
 */
import { z } from 'zod';
import { ConfigError } from '../util/errors.js';
import { explainIssue, type Issue } from '../util/explain-issue.js';
import { parseYaml } from '../util/yaml-source.js';

const share = z.number().min(0).max(1);
const positive = z.number().gt(0).max(1);
const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const bounds = z
  .strictObject({
    attribute: z.string().min(1).meta({ description: 'Name of the attribute, e.g. quality__score.' }),
    min: z.number().optional().meta({ description: 'Documents below are left out.' }),
    max: z.number().optional().meta({ description: 'Documents above are left out.' }),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, { message: 'give min or max' });

const source = z.strictObject({
  source_name: z.string().min(1).meta({ description: "The source's id in the ledger." }),
  paths: names.optional().meta({ description: 'Files, folders or globs. Default: the files of the card.' }),
  target_ratio: share.meta({ description: 'Its share of the tokens; all together are 1.' }),
  max_repetition_ratio: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .meta({ description: 'How often its tokens may be taken at most; 1 is never twice.' }),
  max_source_fraction: positive
    .default(1)
    .meta({ description: 'The share of its own tokens that may be taken.' }),
  field: z.string().min(1).optional().meta({ description: 'Field that holds the text.' }),
  id_field: z.string().min(1).optional().meta({ description: "Field that holds the document's id." }),
  unit: z.enum(['paragraph', 'file', 'line']).optional(),
  attributes: names.optional().meta({
    description: "Attribute files of Dolma's form, line by line beside the documents: files or folders.",
  }),
  keep: z
    .union([bounds, z.array(bounds)])
    .optional()
    .meta({ description: 'Bounds on attributes; a document without the attribute is kept.' }),
});

export const mixSchema = z
  .strictObject({
    requested_tokens: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    seed: z.int().min(0).max(4294967295).default(0),
    floor: z
      .strictObject({ human: share.meta({ description: 'Least share of human tokens, in every shard.' }) })
      .optional(),
    confidence: z
      .number()
      .min(0)
      .lt(1)
      .default(0.95)
      .meta({ description: 'With which the floor holds in all shards, where a source is partly human.' }),
    unknown: z
      .enum(['synthetic', 'exclude'])
      .default('synthetic')
      .meta({ description: 'Sources of unknown origin count as synthetic, or are left out.' }),
    max_synthetic: share.optional().meta({ description: 'Most that may be synthetic.' }),
    strategy: z
      .enum(['accumulate', 'anchor', 'fresh'])
      .default('accumulate')
      .meta({ description: 'Which human documents are taken, over the mixtures of one store.' }),
    on_shortage: z.enum(['fail', 'shrink']).default('fail'),
    caps: z
      .strictObject({
        source: positive.optional().meta({ description: 'Most that one source may be of the mixture.' }),
        generator: positive.optional().meta({ description: 'Most that one generator may be of it.' }),
      })
      .optional(),
    boost: z
      .strictObject({
        field: z.string().min(1).optional().meta({ description: 'Strata are the values of this field,' }),
        attribute: z.string().min(1).optional().meta({ description: 'or of this attribute.' }),
        power: share
          .default(0.5)
          .meta({ description: 'A stratum of share q gets q^power: 1 changes nothing, 0 makes all equal.' }),
      })
      .refine(({ field, attribute }) => (field === undefined) !== (attribute === undefined), {
        message: 'give field or attribute',
      })
      .optional(),
    filters: z
      .strictObject({
        exact: z.boolean().default(false).meta({ description: 'Leave exact copies out.' }),
        'near-duplicates': z
          .union([z.boolean(), z.number().min(0.5).max(1)])
          .default(false)
          .meta({ description: 'Leave near-copies out; a number is the least similarity (Jaccard).' }),
        loops: z.boolean().default(false).meta({ description: 'Leave out what repeats itself.' }),
      })
      .optional(),
    sources: z.array(source).min(1).max(10_000),
  })
  .meta({ title: 'gen0 mixture', description: 'What gen0 mix plan and gen0 mix write take.' });

export type MixConfig = z.infer<typeof mixSchema>;
export type MixSource = MixConfig['sources'][number];

/** Reads a configuration, YAML or JSON. `shown` names it. Throws ConfigError with line, field and remedy. */
export function parseMix(text: string, shown: string): MixConfig {
  const { data, at } = parseYaml(text, shown);
  const parsed = mixSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as Issue;
    const { path, message } = explainIssue(issue, { keysAt, expectation });
    const needed =
      issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'is missing' : message;
    throw new ConfigError(`${at(path)}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${needed}`);
  }
  const config = parsed.data;
  const known = config.sources.map(({ source_name }) => source_name);
  for (const [i, name] of known.entries()) {
    if (known.indexOf(name) < i) {
      throw new ConfigError(
        `${at(['sources', i, 'source_name'])}: sources.${i}.source_name: ${name} is there twice; join the two`,
      );
    }
  }
  const sum = config.sources.reduce((total, { target_ratio }) => total + target_ratio, 0);
  if (Math.abs(sum - 1) > 1e-6) {
    throw new ConfigError(
      `${at(['sources'])}: target_ratio: all together are ${Number(sum.toPrecision(6))}, not 1`,
    );
  }
  return config;
}

/** A list that may be written as its one member. */
export function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function keysAt([first, , third]: PropertyKey[]): string[] {
  const inner: Record<string, string[]> = {
    floor: ['human'],
    caps: ['source', 'generator'],
    boost: ['field', 'attribute', 'power'],
    filters: ['exact', 'near-duplicates', 'loops'],
    sources: third === 'keep' ? ['attribute', 'min', 'max'] : Object.keys(source.shape),
  };
  return first === undefined ? Object.keys(mixSchema.shape) : (inner[String(first)] ?? []);
}

function expectation(path: PropertyKey[]): string {
  if (path[0] === 'filters') return 'write true, false, or the least similarity, 0.5 to 1';
  if (path.at(-1) === 'keep') return 'write { attribute: …, min: … }, or a list of such';
  return 'write a path, or a list of paths';
}
