/** The audit of a table against another: two sides of rows in, the same result object out as for text. */

import { definitionsOf } from '../audit/definitions.js';
import { diagnose } from '../audit/diagnosis.js';
import { grade } from '../audit/grade.js';
import type { AuditResult, CorpusSummary, Lineage, MetricResult, Warning } from '../audit/result.js';
import { NOT_CLAIMED } from '../audit/verdict.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { tQuantile } from '../stats/student-t.js';
import { compareSeries, logRatioOf, type Measure } from './compare-series.js';
import { type Deals, dealRows, EXCHANGES } from './deals.js';
import { lostRows } from './lost-rows.js';
import { measureRows, type Panel } from './measures.js';
import { type Kind, poolRows, type Rows, type TableSide } from './rows.js';
import { verdictOfTable } from './verdict-of-table.js';

/** Below this on either side nothing is graded. */
export const LEAST_ROWS = 100;

export interface TableAuditOptions {
  seed: number;
  /** Of gen0, for the result. */
  version: string;
  lineage: Lineage;
  /** [column] = its kind. */
  kinds: readonly Kind[];
  /** Column whose categories are told one by one. */
  group?: string;
  /** Groups of metrics, families or ids to compute; all others are `skipped`. */
  only?: string[];
  /** Said by whoever chose the columns. */
  warnings?: Warning[];
}

/** The same rows and seed give the same result but for `startedAt` and `timing`, whatever the order of the rows. */
export function auditTables(
  corpus: TableSide,
  reference: TableSide,
  options: TableAuditOptions,
): AuditResult {
  const rows = poolRows(corpus, reference, options.kinds);
  const { n, m } = rows;
  const small = tooSmall(n, m);
  const deals = small === null ? dealRows(n, m, options.seed) : null;
  const panel = deals ? measureRows(rows, deals, options.group) : { measures: [], balances: new Map() };
  const metrics = deals ? graded(panel, deals, rows, options.only) : {};
  const verdict = deals
    ? verdictOfTable(metrics, balancesOf(panel, deals), options.lineage, options.only !== undefined)
    : { stage: 'cannot-say' as const, because: [small!], notClaimed: NOT_CLAIMED };
  return {
    schema: 1,
    tool: { name: 'gen0', version: options.version },
    seed: options.seed,
    startedAt: '',
    timing: {},
    corpus: summary(corpus, rows, 0),
    reference: summary(reference, rows, 1),
    comparedTokens: Math.min(n, m) * rows.columns.length,
    tokeniser: 'table-1',
    lineage: options.lineage,
    partial: false,
    metrics,
    verdict,
    definitions: definitionsOf(metrics, DEFINING),
    diagnosis: diagnose({ stage: verdict.stage, metrics, lineage: options.lineage }, ROLES),
    lost: deals ? lostRows(rows, options.group) : [],
    lostTopics: [],
    gates: [],
    warnings: options.warnings ?? [],
  };
}

/** The metrics behind two of the eight definitions of collapse. */
const DEFINING = {
  variance: ['diversity/categories', 'diversity/common-categories', 'diversity/spread'],
  tail: ['tails/categories', 'tails/combinations', 'tails/numbers'],
};

const ROLES = {
  tails: DEFINING.tail,
  whole: DEFINING.variance,
  news: [],
  moved: ['drift/categories', 'drift/numbers'],
};

function tooSmall(n: number, m: number): string | null {
  if (n < LEAST_ROWS) return `The corpus has ${n} rows, needs ${LEAST_ROWS}.`;
  if (m < LEAST_ROWS) return `The reference has ${m} rows, needs ${LEAST_ROWS}.`;
  return null;
}

function graded(
  { measures }: Panel,
  deals: Deals,
  { n, m }: Rows,
  only?: string[],
): Record<string, MetricResult> {
  const left = (measure: Measure): Measure =>
    isWanted(measure, only) ? measure : { ...measure, skip: 'left out by --only' };
  const wanted = measures.map(left);
  const compared = wanted.map((measure) => compareSeries(measure, deals, n, m));
  const q = benjaminiHochberg(compared.map(({ p }) => p));
  const results: Record<string, MetricResult> = {};
  wanted.forEach(({ id, skip }, i) => {
    const found = skip === undefined ? grade(compared[i], q[i]) : { grade: 'skipped' as const };
    results[id] = { ...compared[i], q: q[i], ...found };
  });
  return results;
}

function isWanted({ id, card }: Measure, only?: string[]): boolean {
  return !only || only.includes(id) || only.includes(card.id) || only.includes(card.group);
}

/** 95 % intervals, by the id of the tail. */
function balancesOf({ balances }: Panel, deals: Deals): Map<string, [number, number]> {
  const t = tQuantile(0.95, EXCHANGES - 1);
  const intervals = new Map<string, [number, number]>();
  for (const [id, series] of balances) {
    const found = logRatioOf(series, deals);
    if (found === null) continue;
    const { centre, error } = found;
    intervals.set(id, [Math.exp(centre - t * error), Math.exp(centre + t * error)]);
  }
  return intervals;
}

function summary(side: TableSide, { columns, distinct, digests, n }: Rows, which: 0 | 1): CorpusSummary {
  const [from, to] = which === 0 ? [0, n] : [n, n + side.rows];
  let cells = 0;
  let types = 0;
  for (const { codes, kind, labels } of columns) {
    const seen = new Uint8Array(labels.length);
    for (let row = from; row < to; row++) {
      if (codes[row] < 0 || labels[codes[row]] === '') continue;
      cells++;
      if (kind === 'category') seen[codes[row]] = 1;
    }
    types += seen.reduce((a, b) => a + b, 0);
  }
  return {
    name: side.name,
    paths: side.paths,
    documents: side.rows,
    distinct: distinct[which],
    tokens: cells,
    bytes: side.bytes,
    types,
    skipped: 0,
    digest: digests[which],
  };
}
