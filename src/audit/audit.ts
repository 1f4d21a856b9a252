/**
 * The audit: one corpus against a human reference. Profiles in, one result object out; nothing is printed here.
 */
import { METRICS, type Metric } from '../metrics/index.js';
import { poolProfiles } from '../metrics/pool.js';
import { type ReadersOfText, readTexts } from '../metrics/readers-of-text.js';
import { type Pair, wholePair } from '../metrics/side.js';
import { topics } from '../metrics/topics.js';
import type { Profile } from '../profile/profile.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { asymmetry, type Excess, excess } from './asymmetry.js';
import { type Compared, compare, logRatio, type ReplicateLogs } from './compare.js';
import { definitionsOf } from './definitions.js';
import { diagnose, type TaskScore } from './diagnosis.js';
import { grade } from './grade.js';
import { type LostType, lostTypes } from './lost.js';
import { lostTopics } from './lost-topics.js';
import { exchanges, referenceSplits } from './replicates.js';
import type { AuditResult, CorpusSummary, Lineage, LostGram, MetricResult } from './result.js';
import { NOT_CLAIMED, verdictOf } from './verdict.js';
import { warningsOf } from './warnings.js';

/** Below this on either side nothing is graded. */
export const LEAST_DOCUMENTS = 30;
export const LEAST_TOKENS = 5000;

export interface AuditOptions {
  seed: number;
  /** Of gen0, for the result. */
  version: string;
  lineage: Lineage;
  corpusName: string;
  referenceName: string;
  corpusPaths: string[];
  referencePaths: string[];
  /** Groups or ids of the metrics to compute; all others are `skipped`. */
  only?: string[];
  /** Read the document sample for metrics that need a model; see `readers-of-text.ts`. */
  readers?: ReadersOfText;
  /** Of tasks over time, for the diagnosis of forgetting. */
  scores?: TaskScore[];
  /** Finds the text of lost n-grams and a sentence that holds each; those it cannot find are left out. */
  spell?: (types: LostType[]) => Promise<LostGram[]>;
}

/** Audits two comparable profiles; the same profiles and seed give the same result but for `startedAt` and `timing`. */
export async function auditProfiles(
  corpus: Profile,
  reference: Profile,
  options: AuditOptions,
): Promise<AuditResult> {
  const pool = poolProfiles(corpus, reference);
  await readTexts(pool, options.readers ?? {});
  const pair = wholePair(pool, options.seed);
  const small = tooSmall(pair);
  const wanted = METRICS.filter((metric) => isWanted(metric, options.only));
  const measured = measureReplicates(pair, wanted);
  const metrics = panel(pair, measured.logs, small, options.only);
  const lost = small === null ? await (options.spell?.(lostTypes(corpus, reference, pair)) ?? []) : [];
  const verdict =
    small !== null
      ? { stage: 'cannot-say' as const, because: [small], notClaimed: NOT_CLAIMED }
      : verdictOf(metrics, asymmetry(pair, measured.excesses), options.lineage);
  if (verdict.stage === 'early' && options.spell && lost.length === 0) {
    verdict.because.push('Many rare words are gone, but no single one beyond doubt, so none is listed.');
  }
  return {
    schema: 1,
    tool: { name: 'gen0', version: options.version },
    seed: options.seed,
    startedAt: '',
    timing: {},
    corpus: summary(corpus, options.corpusName, options.corpusPaths),
    reference: summary(reference, options.referenceName, options.referencePaths),
    comparedTokens: Math.round(Math.min(pair.corpus.tokens, pair.reference.tokens)),
    tokeniser: corpus.rules.tokeniser,
    lineage: options.lineage,
    partial: corpus.skipped > 0 || reference.skipped > 0,
    metrics,
    verdict,
    definitions: definitionsOf(metrics),
    diagnosis: diagnose({ stage: verdict.stage, metrics, lineage: options.lineage, scores: options.scores }),
    lost,
    lostTopics: small === null && wanted.includes(topics) ? lostTopics(pair) : [],
    gates: [],
    warnings: warningsOf({ corpus, reference, metrics, pool }, options),
  };
}

function tooSmall({ corpus, reference }: Pair): string | null {
  const sides: [string, Pair['corpus']][] = [
    ['corpus', corpus],
    ['reference', reference],
  ];
  for (const [name, side] of sides) {
    if (side.texts < LEAST_DOCUMENTS) {
      return `The ${name} has ${side.texts} different documents with words, needs ${LEAST_DOCUMENTS}.`;
    }
    if (side.tokens < LEAST_TOKENS) {
      return `The ${name} has ${Math.round(side.tokens)} tokens, needs ${LEAST_TOKENS}.`;
    }
  }
  return null;
}

function isWanted(metric: Metric, only?: string[]): boolean {
  return !only || only.includes(metric.id) || only.includes(metric.group);
}

/** All metrics on one replicate after the other, so that only one replicate's tallies are held at a time. */
function measureReplicates(pair: Pair, metrics: readonly Metric[]) {
  const logs = new Map(
    metrics.map((metric): [string, ReplicateLogs] => [metric.id, { exchanges: [], splits: [] }]),
  );
  const excesses: Excess[] = [];
  const measure = (replicate: Pair, kind: keyof ReplicateLogs) => {
    for (const metric of metrics) {
      const estimate = metric.estimate(replicate);
      if ('value' in estimate) logs.get(metric.id)?.[kind].push(logRatio(estimate, metric.ratioOf));
    }
  };
  for (const replicate of exchanges(pair)) {
    measure(replicate, 'exchanges');
    const moved = excess(replicate);
    if (moved !== null) excesses.push(moved);
  }
  for (const replicate of referenceSplits(pair)) measure(replicate, 'splits');
  return { logs, excesses };
}

function panel(
  pair: Pair,
  logs: Map<string, ReplicateLogs>,
  small: string | null,
  only?: string[],
): Record<string, MetricResult> {
  const compared = METRICS.map((metric): Compared | null => {
    const own = logs.get(metric.id);
    return own && isWanted(metric, only) ? compare(metric, pair, own) : null;
  });
  const q = benjaminiHochberg(compared.map((c) => c?.p ?? null));
  const results: Record<string, MetricResult> = {};
  METRICS.forEach((metric, i) => {
    const c = compared[i];
    if (c === null) {
      results[metric.id] = skipped(metric, 'left out by --only');
    } else if (c.skipped) {
      results[metric.id] = skipped(metric, c.reason ?? '');
    } else {
      const graded = small === null ? grade(c, q[i]) : { grade: 'inconclusive' as const, reason: small };
      results[metric.id] = { ...c, q: q[i], ...graded };
    }
  });
  return results;
}

function skipped(metric: Metric, reason: string): MetricResult {
  const { group, title, ratioOf, unit, direction, bounds } = metric;
  return {
    group,
    title,
    value: null,
    reference: null,
    ratio: null,
    ratioOf,
    ci: null,
    noise: null,
    p: null,
    q: null,
    n: 0,
    grade: 'skipped',
    reason,
    unit,
    direction,
    bounds,
  };
}

function summary(profile: Profile, name: string, paths: string[]): CorpusSummary {
  const { totals, documents } = profile;
  const sum = (column: Float64Array) => column.reduce((a, b) => a + b, 0);
  return {
    name,
    paths,
    documents: sum(totals.documents),
    distinct: documents.length * 2 ** documents.shift,
    tokens: sum(totals.tokens),
    bytes: sum(totals.bytes),
    types: profile.grams[0].words.length * 2 ** profile.grams[0].shift,
    skipped: profile.skipped,
    digest: profile.digest,
  };
}
