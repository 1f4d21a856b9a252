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
import { asymmetry } from './asymmetry.js';
import { type Compared, compare, type ReplicateLogs } from './compare.js';
import { definitionsOf } from './definitions.js';
import { diagnose, type TaskScore } from './diagnosis.js';
import { grade } from './grade.js';
import { measureGroups, tellGroups } from './groups.js';
import { type LostType, lostTypes } from './lost.js';
import { lostTopics } from './lost-topics.js';
import { measureReplicates, tooSmall } from './measure.js';
import { mergingGroups } from './merging.js';
import type { AuditResult, CorpusSummary, Grouping, Lineage, LostGram, MetricResult } from './result.js';
import { measureSlices, type SlicedField } from './slices.js';
import { slicingResult } from './slicing.js';
import { measureTerms, type TermList, tellTerms } from './terms.js';
import { NOT_CLAIMED, verdictOf } from './verdict.js';
import { warningsOf } from './warnings.js';

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
  /** Fields that the corpora are cut by, with the profiles of their slices. */
  sliced?: SlicedField[];
  /** Lists of words and phrases whose rates are compared. */
  terms?: TermList[];
  /** Audits of the generations before this one, in order, for the trends of groups and terms. */
  earlier?: Pick<AuditResult, 'corpus' | 'groups' | 'terms'>[];
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
  const sliced = options.sliced ?? [];
  const slices = measureSlices(sliced, reference, options);
  const earlier = options.earlier ?? [];
  const grouped = sliced.some(({ role }) => role === 'group');
  const groups = measureGroups(sliced, slices, earlier);
  if (grouped) tellGroups(pool, groups);
  const terms = options.terms && measureTerms(options.terms, corpus, reference, earlier);
  if (terms) tellTerms(pool, terms.rows);
  const wanted = METRICS.filter((metric) => isWanted(metric, options.only));
  const measured = measureReplicates(pair, wanted);
  const metrics = panel(pair, measured.logs, small, options.only);
  const lost = small === null ? await (options.spell?.(lostTypes(corpus, reference, pair)) ?? []) : [];
  const verdict =
    small !== null
      ? { stage: 'cannot-say' as const, because: [small], notClaimed: NOT_CLAIMED }
      : verdictOf(metrics, asymmetry(pair, measured.excesses), measured.centre, options.lineage);
  if (verdict.stage === 'early' && options.spell && lost.length === 0) {
    verdict.because.push('Many rare words are gone, but no single one beyond doubt, so none is listed.');
  }
  const slicings = () =>
    sliced.flatMap((field, i) =>
      field.role === 'by' ? [slicingResult(field, slices[i], reference, metrics, options.seed)] : [],
    );
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
    ...(grouped && { groups: withMerging(groups.groupings, sliced) }),
    ...(terms && { terms: terms.rows }),
    ...(sliced.some(({ role }) => role === 'by') && { slices: slicings() }),
    gates: [],
    warnings: [...warningsOf({ corpus, reference, metrics, pool }, options), ...(terms?.warnings ?? [])],
  };
}

function withMerging(groupings: Grouping[], sliced: readonly SlicedField[]): Grouping[] {
  const fields = sliced.filter(({ role }) => role === 'group');
  return groupings.map((grouping, i) => ({ ...grouping, merging: mergingGroups(fields[i]) }));
}

function isWanted(metric: Metric, only?: string[]): boolean {
  return !only || only.includes(metric.id) || only.includes(metric.group);
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
    if (metric.asked && !only?.includes(metric.id) && !pair.pool.features.has(metric.asked)) return;
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
