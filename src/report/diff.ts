/**
 * What changed between two audits: every metric's ratio in both, the change, and whether the two intervals
 * overlap (if they do, the change may be chance).
 */
import type { AuditResult, Grade, LostGram, MetricResult, Phenomenon, Stage } from '../audit/result.js';

export interface MetricChange {
  id: string;
  title: string;
  /** Ratios to the reference; null where an audit has none. */
  a: number | null;
  b: number | null;
  /** b - a; null too where the two were measured with different embedders or language models. */
  change: number | null;
  ciA: [number, number] | null;
  ciB: [number, number] | null;
  /** True when the two 95 % intervals share a point; null when one is missing. */
  overlap: boolean | null;
  gradeA: Grade | 'absent';
  gradeB: Grade | 'absent';
}

export interface AuditDiff {
  schema: 1;
  a: AuditSide;
  b: AuditSide;
  /** Largest change beyond chance first, then the others. */
  metrics: MetricChange[];
  /** Lost in b, not in a. */
  newlyLost: LostGram[];
  /** Lost in a, no longer in b. */
  regained: LostGram[];
  /** Reasons why the two cannot be read side by side, e.g. another reference. */
  cautions: string[];
  /** What b is, a being an earlier generation of the same chain. */
  diagnosis: Phenomenon[];
}

export interface AuditSide {
  /** As the user named it. */
  name: string;
  corpus: string;
  reference: string;
  startedAt: string;
  stage: Stage;
}

/** Compares b with a; `names` are what the user typed. */
export function diffAudits(
  a: AuditResult,
  b: AuditResult,
  names: [string, string],
  diagnosis: Phenomenon[] = [],
): AuditDiff {
  const ids = [...new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)])];
  const metrics = ids.map((id) => metricChange(id, metricOf(a, id), metricOf(b, id)));
  const lostA = new Set(a.lost.map(lostKey));
  const lostB = new Set(b.lost.map(lostKey));
  return {
    schema: 1,
    a: side(a, names[0]),
    b: side(b, names[1]),
    metrics: metrics.sort((x, y) => weight(y) - weight(x)),
    newlyLost: b.lost.filter((gram) => !lostA.has(lostKey(gram))),
    regained: a.lost.filter((gram) => !lostB.has(lostKey(gram))),
    cautions: cautions(a, b),
    diagnosis,
  };
}

function metricOf({ metrics }: AuditResult, id: string): MetricResult | undefined {
  return Object.hasOwn(metrics, id) ? metrics[id] : undefined;
}

function metricChange(id: string, a: MetricResult | undefined, b: MetricResult | undefined): MetricChange {
  const [ciA, ciB] = [a?.ci ?? null, b?.ci ?? null];
  const [ratioA, ratioB] = [a?.ratio ?? null, b?.ratio ?? null];
  const comparable = ratioA !== null && ratioB !== null && sameModel(a, b);
  return {
    id,
    title: (b ?? a)!.title,
    a: ratioA,
    b: ratioB,
    change: comparable ? ratioB - ratioA : null,
    ciA,
    ciB,
    overlap: comparable && ciA && ciB ? ciA[0] <= ciB[1] && ciB[0] <= ciA[1] : null,
    gradeA: a?.grade ?? 'absent',
    gradeB: b?.grade ?? 'absent',
  };
}

function sameModel(a: MetricResult | undefined, b: MetricResult | undefined): boolean {
  return a?.embedder === b?.embedder && a?.lm === b?.lm;
}

/** Changes beyond chance sort before the others, each kind by size. */
function weight({ change, overlap }: MetricChange): number {
  if (change === null) return -1;
  const size = Math.min(Math.abs(change), 1e9);
  return overlap === false ? 1e10 + size : size;
}

function lostKey({ n, gram }: LostGram): string {
  return `${n} ${gram}`;
}

function side(result: AuditResult, name: string): AuditSide {
  const { corpus, reference, startedAt, verdict } = result;
  return { name, corpus: corpus.name, reference: reference.name, startedAt, stage: verdict.stage };
}

function cautions(a: AuditResult, b: AuditResult): string[] {
  const found: string[] = [];
  if (a.reference.digest !== b.reference.digest)
    found.push('the references differ, so ratios are not on one scale');
  if (a.tokeniser !== b.tokeniser) found.push(`the tokenisers differ (${a.tokeniser}, ${b.tokeniser})`);
  if (a.tool.version !== b.tool.version) {
    found.push(`the versions of gen0 differ (${a.tool.version}, ${b.tool.version})`);
  }
  const embedders = [a, b].map(
    ({ metrics }) => Object.values(metrics).find(({ embedder }) => embedder)?.embedder,
  );
  if (embedders[0] && embedders[1] && embedders[0] !== embedders[1]) {
    found.push(`the embedders differ (${embedders.join(', ')}), so metrics of meaning are not compared`);
  }
  const models = [a, b].map(({ metrics }) => Object.values(metrics).find(({ lm }) => lm)?.lm);
  if (models[0] && models[1] && models[0] !== models[1]) {
    found.push(`the language models differ (${models.join(', ')}), so perplexities are not compared`);
  }
  if (a.lineage !== b.lineage) found.push(`the declared lineages differ (${a.lineage}, ${b.lineage})`);
  return found;
}
