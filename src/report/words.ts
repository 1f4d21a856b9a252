/** The words all reporters share: one name for each grade, stage and group, in one order. */
import type { AuditResult, Grade, MetricGroup, MetricResult, Stage } from '../audit/result.js';

export const GROUP_ORDER: readonly MetricGroup[] = [
  'tails',
  'diversity',
  'centre',
  'repetition',
  'drift',
  'bias',
];

export const GROUP_TITLES: Record<MetricGroup, string> = {
  tails: 'Tails',
  diversity: 'Diversity',
  centre: 'Centre',
  repetition: 'Repetition',
  drift: 'Drift',
  bias: 'Bias',
};

export const GRADE_ORDER: readonly Grade[] = ['fail', 'warn', 'ok', 'inconclusive', 'skipped'];

/** Grades differ in shape, so that colour is never needed to tell them apart. */
export const MARKS: Record<Grade, string> = {
  ok: '✓',
  warn: '!',
  fail: '✗',
  inconclusive: '?',
  skipped: '–',
};

export const STAGE_TITLES: Record<Stage, string> = {
  healthy: 'HEALTHY',
  early: 'EARLY COLLAPSE',
  late: 'LATE COLLAPSE',
  shifted: 'SHIFTED',
  'cannot-say': 'CANNOT SAY',
};

/** One sentence on what each stage means. */
export const STAGE_MEANINGS: Record<Stage, string> = {
  healthy: 'The corpus has the tails and the diversity of its reference.',
  early: 'The tails are thinner than sampling can explain, while the centre holds.',
  late: 'Diversity of the whole has gone: outputs repeat, or little resembles the reference.',
  shifted: 'Words moved, as many gained as lost: another domain or a drift, not a collapse.',
  'cannot-say': 'There is too little to judge by.',
};

interface Parts {
  documents: string;
  short: string;
  tokens: string;
  /** Of the table of both sides. */
  distinct: string;
  types: string;
  bytes: string;
  /** How intervals are made, and what becomes of copies. */
  intervals: string;
  copies: string;
}

const OF_TEXT: Parts = {
  documents: 'documents',
  short: 'docs',
  tokens: 'tokens',
  distinct: 'distinct texts',
  types: 'distinct words',
  bytes: 'text',
  intervals:
    'Intervals come from dealing the document groups of both corpora out anew, never from treating words as independent.',
  copies: 'Copies of a text count once.',
};

const OF_TABLES: Parts = {
  documents: 'rows',
  short: 'rows',
  tokens: 'values',
  distinct: 'different rows',
  types: 'categories',
  bytes: 'files',
  intervals: 'Intervals come from dealing the rows of both tables out anew.',
  copies: '',
};

const OF_IMAGES: Parts = {
  documents: 'images',
  short: 'images',
  tokens: 'pixels',
  distinct: 'different images',
  types: 'classes',
  bytes: 'files',
  intervals: 'Intervals come from dealing the images of both sides out anew.',
  copies: 'Copies of an image count once.',
};

/** What a corpus is made of: documents of tokens, rows of values where it is a table, or images of pixels. */
export function partsOf({ tokeniser }: Pick<AuditResult, 'tokeniser'>): Parts {
  if (tokeniser.startsWith('image-')) return OF_IMAGES;
  return tokeniser.startsWith('table-') ? OF_TABLES : OF_TEXT;
}

export interface NamedMetric {
  id: string;
  metric: MetricResult;
}

/** The groups that have metrics, in the fixed order; metrics in the order of the result. */
export function byGroup(result: AuditResult): { group: MetricGroup; metrics: NamedMetric[] }[] {
  const all = Object.entries(result.metrics).map(([id, metric]) => ({ id, metric }));
  return GROUP_ORDER.map((group) => ({
    group,
    metrics: all.filter(({ metric }) => metric.group === group),
  })).filter(({ metrics }) => metrics.length > 0);
}

/** How many metrics have each grade, zeros left out, worst first. */
export function countGrades(result: AuditResult): [Grade, number][] {
  const metrics = Object.values(result.metrics);
  return GRADE_ORDER.map((grade): [Grade, number] => [
    grade,
    metrics.filter((metric) => metric.grade === grade).length,
  ]).filter(([, count]) => count > 0);
}

/** `2 fail · 1 warn · 4 ok`. */
export function gradeLine(result: AuditResult, separator: string): string {
  return countGrades(result)
    .map(([grade, count]) => `${count} ${grade}`)
    .join(separator);
}

/** Seconds the audit took: `timing.total`, else the sum of its parts; undefined when nothing was timed. */
export function elapsed(result: AuditResult): number | undefined {
  const { total, ...parts } = result.timing;
  if (total !== undefined) return total;
  const values = Object.values(parts);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** A gram in a sentence: several words stand in quotation marks. */
export function quoteGram(gram: string): string {
  return gram.includes(' ') ? `"${gram}"` : gram;
}
