/**
 * What a mixture is, signed: an in-toto Statement v1 whose subjects are the shards by their SHA-256, and whose predicate
 * holds what was asked for and what was achieved. It has no date, so the same mixture has the same statement.
 */
import { z } from 'zod';
import type { Statement } from '../provenance/dsse.js';
import { STATEMENT_TYPE } from '../provenance/dsse.js';
import { DataError } from '../util/errors.js';

export const MIXTURE_TYPE = 'https://gen0.dev/mixture/v1';

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const mixture = z.strictObject({
  schema: z.literal('gen0-mixture-1'),
  tool: z.strictObject({ name: z.literal('gen0'), version: z.string() }),
  /** The configuration, whole. */
  config: z.record(z.string(), z.unknown()),
  tokeniser: z.string(),
  format: z.enum(['jsonl', 'parquet']),
  /** About how many tokens a shard should have. */
  shardTokens: count,
  documents: count,
  tokens: count,
  floor: share,
  confidence: share,
  /** How luck was counted: see luck.ts. */
  luck: z.strictObject({ level: z.number().min(0), tilts: z.array(z.number().gt(0)) }),
  /** Shares of human tokens; see HumanShare in plan.ts. */
  human: z.strictObject({ byCards: share, certain: share, lowestShard: share, atMost: share }),
  sources: z.array(
    z.strictObject({
      name: z.string(),
      /** Hash of the card that was current. */
      card: sha256,
      origin: z.enum(['human', 'synthetic', 'mixed', 'unknown']),
      humanFraction: z.tuple([share, share]),
      human: share,
      generator: z.string().nullable(),
      targetRatio: share,
      share,
      documents: count,
      tokens: count,
      repetition: z.number().min(0),
      /** Times that one document may come, as the bound on luck counts it. */
      copies: z.int().min(1),
      /** Fields that hold the text, the first that a record has. */
      fields: z.array(z.string()),
      /** For replayed and fresh documents: the highest key taken. */
      takenUpTo: z.int().optional(),
    }),
  ),
  shards: z.array(
    z.strictObject({
      name: z.string(),
      bytes: count,
      documents: count,
      tokens: count,
      /** Tokens that are certain to be human, and their share. */
      human: z.number().min(0),
      humanShare: share,
      /** Tokens by source. */
      bySource: z.record(z.string(), count),
    }),
  ),
  /** Files that were read, by source. */
  inputs: z.array(z.strictObject({ source: z.string(), path: z.string(), sha256 })),
});
export type Mixture = z.infer<typeof mixture>;

export function statementOf(content: Mixture, digests: readonly string[]): Statement {
  return {
    _type: STATEMENT_TYPE,
    subject: content.shards.map(({ name }, i) => ({ name, digest: { sha256: digests[i] } })),
    predicateType: MIXTURE_TYPE,
    predicate: content,
  };
}

/** What a statement says. Throws DataError where it is of something else. */
export function mixtureOf(
  { predicateType, predicate, subject }: Statement,
  shown: string,
): { mixture: Mixture; digests: Map<string, string> } {
  if (predicateType !== MIXTURE_TYPE)
    throw new DataError(`${shown}: ${predicateType} is not ${MIXTURE_TYPE}`);
  const parsed = mixture.safeParse(predicate);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new DataError(`${shown}: ${path.join('.')}: ${message}`);
  }
  const digests = new Map(subject.map(({ name, digest }) => [name ?? '', digest.sha256 ?? '']));
  return { mixture: parsed.data, digests };
}
