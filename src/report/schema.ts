/**
 * The shape of an audit's result as data: checks what is read from disk, orders the keys of what is written,
 * and makes `schema/audit-result.schema.json`. The compiler holds it equal to `AuditResult`.
 */
import { z } from 'zod';
import type { AuditResult, CompatResult } from '../audit/result.js';

const range = z.tuple([z.number(), z.number()]);

const metric = z.strictObject({
  group: z.enum(['tails', 'diversity', 'centre', 'repetition', 'drift', 'bias']),
  title: z.string().meta({ description: 'What was found, as a short phrase.' }),
  value: z
    .number()
    .nullable()
    .meta({ description: 'Value in the corpus; null when it could not be computed.' }),
  reference: z.number().nullable().meta({ description: 'The same for the reference.' }),
  ratio: z.number().nullable().meta({ description: 'value / reference, or (1 - value) / (1 - reference).' }),
  ratioOf: z.enum(['value', 'complement']),
  ci: range.nullable().meta({ description: '95 % interval of the ratio.' }),
  noise: range.nullable().meta({ description: '95 % range of the ratio of the reference against itself.' }),
  p: z.number().nullable().meta({ description: 'Two-sided p-value that the ratio is 1.' }),
  q: z.number().nullable().meta({ description: 'p after Benjamini-Hochberg over the panel.' }),
  n: z.number().meta({ description: 'Distinct documents behind the value.' }),
  grade: z.enum(['ok', 'warn', 'fail', 'skipped', 'inconclusive']),
  reason: z
    .string()
    .optional()
    .meta({ description: 'Why it is inconclusive or skipped, or the bound crossed.' }),
  embedder: z
    .string()
    .optional()
    .meta({ description: 'What made the embeddings; values of different embedders are not comparable.' }),
  lm: z
    .string()
    .optional()
    .meta({ description: 'The language model; values of different models are not comparable.' }),
  unit: z.string().meta({ description: 'Unit of value.' }),
  direction: z.enum(['low', 'high', 'both']).meta({ description: 'Which side of the bounds is bad.' }),
  bounds: z
    .strictObject({ warn: z.number(), fail: z.number() })
    .meta({ description: 'Bounds on the ratio.' }),
  detection: z
    .strictObject({
      threshold: z.number().meta({ description: 'Least similarity.' }),
      shingle: z.number().meta({ description: 'Words of a shingle.' }),
      planted: z.number().meta({ description: 'Copies that were planted.' }),
      recall: z.number().nullable().meta({ description: 'Share of them that was found.' }),
    })
    .optional()
    .meta({ description: 'Of a search: what it looks for, and how much it finds.' }),
});

const corpus = z.strictObject({
  name: z.string(),
  paths: z.array(z.string()),
  documents: z.number(),
  distinct: z.number().meta({ description: 'Documents, copies counted once.' }),
  tokens: z.number(),
  bytes: z.number(),
  types: z.number().meta({ description: 'Distinct words.' }),
  skipped: z.number().meta({ description: 'Records that could not be read.' }),
  digest: z.string().meta({ description: 'Order-free digest of the documents.' }),
});

const lost = z.strictObject({
  kind: z
    .enum(['group', 'category', 'combination'])
    .optional()
    .meta({ description: 'Of a table: what it is. Absent for words and n-grams.' }),
  gram: z.string(),
  n: z.number().meta({ description: 'Words in the gram, or columns of a table.' }),
  expected: z.number().meta({ description: 'Occurrences expected in a fresh sample of the reference.' }),
  observed: z.number().meta({ description: 'Occurrences in the corpus.' }),
  referenceCount: z.number(),
  example: z.string().meta({ description: 'A sentence of the reference that holds it; empty for a table.' }),
  p: z.number().meta({ description: 'Family-wise p-value.' }),
});

const lostTopic = z.strictObject({
  words: z.array(z.string()).meta({ description: 'What stands out in its texts.' }),
  expected: z.number().meta({ description: 'Texts expected in a fresh sample of the reference.' }),
  observed: z.number().meta({ description: 'Texts in the corpus.' }),
  referenceCount: z.number(),
  p: z.number().meta({ description: 'Family-wise p-value.' }),
});

const compat = z
  .record(
    z.string(),
    z.record(
      z.string(),
      z.union([
        z.number(),
        z.null(),
        z.record(z.string(), z.number().nullable()),
        z.array(z.tuple([z.string(), z.number()])),
      ]),
    ),
  )
  .meta({ description: "Other tools' numbers by tool and name, by their own definitions and in full." });

const warnings = z.array(z.strictObject({ id: z.string(), message: z.string() }));

const grade = z.enum(['ok', 'warn', 'fail', 'skipped', 'inconclusive']);

const slicing = z.strictObject({
  field: z.string(),
  slices: z.array(
    z.strictObject({
      value: z.string(),
      documents: z.number().meta({ description: 'Documents of the corpus, copies included.' }),
      referenceDocuments: z.number(),
      against: z.enum(['slice', 'reference']).meta({
        description: 'Compared with the same slice of the reference, or with all of the reference.',
      }),
      stage: z.enum(['healthy', 'early', 'late', 'shifted', 'cannot-say']),
      metrics: z.record(
        z.string(),
        z.strictObject({
          ratio: z.number().nullable(),
          ci: range.nullable(),
          q: z.number().nullable().meta({ description: 'Benjamini-Hochberg over slices and metrics.' }),
          grade,
        }),
      ),
      without: z.record(z.string(), z.number()).meta({
        description:
          'Ratios of the corpus without this slice, of the metrics that fail or warn in the whole.',
      }),
      human: z
        .strictObject({ ratio: z.number(), ci: range.nullable() })
        .nullable()
        .meta({ description: 'drift/js between this dated part of the reference and its others.' }),
    }),
  ),
  others: z
    .array(z.strictObject({ value: z.string(), documents: z.number(), referenceDocuments: z.number() }))
    .meta({ description: 'Values that were counted only, at most 100.' }),
  counted: z
    .strictObject({ values: z.number(), documents: z.number(), referenceDocuments: z.number() })
    .meta({ description: 'All values that were counted only.' }),
  because: z.array(z.string()),
});

const direction = z.enum(['more', 'fewer', 'as many']);
const trend = z
  .strictObject({ generations: z.number(), factor: z.number(), ci: range })
  .nullable()
  .meta({ description: 'Factor of the rate from generation to generation.' });

const grouping = z.strictObject({
  field: z.string(),
  groups: z.array(
    z.strictObject({
      value: z.string(),
      documents: z.number().meta({ description: 'Documents of the group in the corpus.' }),
      referenceDocuments: z.number(),
      expected: z.number().meta({ description: "Expected in the corpus at the reference's rate." }),
      ratio: z.number().meta({ description: "The corpus's rate over the reference's." }),
      ci: range,
      lostP: z.number().meta({ description: 'Probability that chance leaves so few (Holm over groups).' }),
      q: z.number().meta({ description: 'Two-sided, of the rate (Benjamini-Hochberg over groups).' }),
      direction,
      coverage: z.strictObject({ ratio: z.number(), ci: range, p: z.number() }).nullable().meta({
        description: "tails/coverage of the group's part of the corpus against that of the reference.",
      }),
      trend,
    }),
  ),
  unlabelled: z.strictObject({ documents: z.number(), referenceDocuments: z.number() }),
  merging: z
    .array(
      z.strictObject({
        groups: z.tuple([z.string(), z.string()]),
        corpus: z.number().meta({ description: 'Squared distance of their word frequencies in the corpus.' }),
        reference: z.number(),
        p: z.number().meta({ description: 'Holm over pairs.' }),
      }),
    )
    .meta({ description: 'Pairs of groups nearer to each other than in the reference.' }),
});

const term = z.strictObject({
  name: z.string(),
  terms: z.number(),
  rate: z.number().meta({ description: 'Per million tokens.' }),
  referenceRate: z.number(),
  error: z.number().meta({ description: 'Standard error of the logarithm of the rate.' }),
  referenceError: z.number(),
  ratio: z.number(),
  ci: range,
  p: z.number(),
  q: z.number().meta({ description: 'Benjamini-Hochberg over lists.' }),
  direction,
  trend,
});

export const auditResultSchema = z
  .strictObject({
    schema: z.literal(1),
    tool: z.strictObject({ name: z.literal('gen0'), version: z.string() }),
    seed: z.number(),
    startedAt: z.string().meta({ description: 'ISO 8601; only this and timing differ between equal runs.' }),
    timing: z.record(z.string(), z.number()).meta({ description: 'Seconds.' }),
    corpus,
    reference: corpus,
    comparedTokens: z.number().meta({ description: 'Tokens on each side of the equal-size comparison.' }),
    tokeniser: z.string(),
    lineage: z.enum(['descendant', 'same-source', 'unknown']),
    partial: z.boolean().meta({ description: 'True when only a part of the input was read.' }),
    metrics: z.record(z.string(), metric),
    verdict: z.strictObject({
      stage: z.enum(['healthy', 'early', 'late', 'shifted', 'cannot-say']),
      because: z.array(z.string()),
      notClaimed: z.string(),
    }),
    definitions: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          outcome: z.enum(['shown', 'not shown', 'cannot say']),
          because: z.string(),
        }),
      )
      .meta({ description: 'What the comparison shows of the eight definitions of model collapse.' }),
    diagnosis: z
      .array(
        z.strictObject({
          id: z.enum(['model-collapse', 'drift', 'mode-collapse', 'forgetting', 'performative']),
          title: z.string(),
          outcome: z.enum(['fits', 'does not fit', 'cannot tell']),
          for: z.array(z.string()),
          against: z.array(z.string()),
          needs: z.string().nullable(),
        }),
      )
      .meta({ description: 'Which phenomena the numbers fit, with the evidence for and against each.' }),
    lost: z.array(lost),
    lostTopics: z.array(lostTopic),
    slices: z.array(slicing).optional().meta({ description: 'Only where --by was given.' }),
    groups: z.array(grouping).optional().meta({ description: 'Only where --group was given, of text.' }),
    terms: z.array(term).optional().meta({ description: 'Only where --terms was given.' }),
    gates: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'A metric, or `verdict`.' }),
        level: z.enum(['warn', 'error']),
        status: z.enum(['passed', 'broken', 'inconclusive']),
        message: z.string(),
      }),
    ),
    warnings,
    compat: compat.optional(),
  })
  .meta({
    title: 'gen0 audit result',
    description: 'What `gen0 audit --json` prints and every report renders.',
  });

export const compatResultSchema = z
  .strictObject({
    schema: z.literal(1),
    tool: z.strictObject({ name: z.literal('gen0'), version: z.string() }),
    seed: z.number(),
    corpus: z.strictObject({
      name: z.string(),
      paths: z.array(z.string()),
      documents: z.number(),
      bytes: z.number().meta({ description: 'UTF-8 bytes of all texts.' }),
    }),
    compat,
    warnings,
  })
  .meta({
    title: 'gen0 compat result',
    description: 'What `gen0 audit --compat --json` prints where there is no reference.',
  });

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

/** Does not compile when the schema and the type drift apart. */
export const SCHEMA_IS_THE_TYPE: Equal<Flat<z.infer<typeof auditResultSchema>>, Flat<AuditResult>> = true;

export const COMPAT_SCHEMA_IS_THE_TYPE: Equal<
  Flat<z.infer<typeof compatResultSchema>>,
  Flat<CompatResult>
> = true;
