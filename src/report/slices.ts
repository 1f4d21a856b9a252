/** Slices, groups and terms as tables of plain cells, which each reporter dresses in its own way. */
import type { AuditResult, GroupResult, TermResult } from '../audit/result.js';
import {
  formatCount,
  formatInterval,
  formatP,
  formatPercent,
  formatRatio,
  formatValue,
} from '../util/format.js';
import { STAGE_TITLES } from './words.js';

export interface PlainTable {
  title: string;
  head: string[];
  /** The first cell is the name; all others are figures or one word. */
  rows: string[][];
  /** Rows that were left out. */
  more: number;
  /** Sentences below it. */
  notes: string[];
}

/** Rows of a table at most. */
const MOST_ROWS = 30;

/** Every table that the result has something for; none where nothing was asked. */
export function sliceTables(result: AuditResult, mostRows = MOST_ROWS): PlainTable[] {
  return [...slicings(result, mostRows), ...groupings(result, mostRows), ...termTable(result, mostRows)];
}

function slicings({ slices = [] }: AuditResult, most: number): PlainTable[] {
  return slices.map(({ field, slices: rows, because }) => {
    const dated = rows.some(({ human }) => human !== null);
    const ratio = (value: number | null | undefined) => (value == null ? '–' : formatRatio(value));
    return {
      title: `By ${field}`,
      head: [
        'slice',
        'docs',
        'against',
        'tails',
        '2-grams',
        'drift',
        ...(dated ? ['human drift'] : []),
        'verdict',
      ],
      rows: rows
        .slice(0, most)
        .map(({ value, documents, against, metrics, human, stage }) => [
          value,
          formatCount(documents),
          against === 'slice' ? 'same' : 'all',
          ratio(metrics['tails/coverage']?.ratio),
          ratio(metrics['diversity/distinct-2']?.ratio),
          ratio(metrics['drift/js']?.ratio),
          ...(dated ? [ratio(human?.ratio)] : []),
          STAGE_TITLES[stage].toLowerCase(),
        ]),
      more: Math.max(0, rows.length - most),
      notes: because,
    };
  });
}

function groupings({ groups = [] }: AuditResult, most: number): PlainTable[] {
  return groups.map(({ field, groups: rows, unlabelled, merging }) => {
    // What fell furthest stands first; the smallest group is never among those left out unseen.
    const worst = [...rows].sort((a, b) => a.lostP - b.lostP || a.ratio - b.ratio || a.expected - b.expected);
    const notes = merging.map(
      ({ groups: [a, b], corpus, reference, p }) =>
        `${a} and ${b} run into each other: the distance of their words is ${formatPercent(Math.max(0, corpus) / reference)} of what it is in the reference (p ${formatP(p)}).`,
    );
    const none = unlabelled.documents + unlabelled.referenceDocuments;
    if (none > 0) {
      notes.push(
        `Without a group: ${formatCount(unlabelled.documents)} documents of the corpus, ${formatCount(unlabelled.referenceDocuments)} of the reference.`,
      );
    }
    return {
      title: `Groups of ${field}`,
      head: ['group', 'expected', 'found', 'rate', '95 %', 'p lost', 'own words', ...trendHead(rows)],
      rows: worst
        .slice(0, most)
        .map((row) => [
          row.value,
          formatCount(row.expected),
          formatCount(row.documents),
          formatRatio(row.ratio),
          formatInterval(row.ci),
          formatP(row.lostP),
          row.coverage ? formatRatio(row.coverage.ratio) : '–',
          ...trendCell(row, rows),
        ]),
      more: Math.max(0, rows.length - most),
      notes,
    };
  });
}

function termTable({ terms }: AuditResult, most: number): PlainTable[] {
  if (!terms) return [];
  return [
    {
      title: 'Terms, per million tokens',
      head: ['list', 'here', 'reference', 'rate', '95 %', 'q', ...trendHead(terms)],
      rows: terms
        .slice(0, most)
        .map((row) => [
          row.name,
          formatValue(row.rate),
          formatValue(row.referenceRate),
          formatRatio(row.ratio),
          formatInterval(row.ci),
          formatP(row.q),
          ...trendCell(row, terms),
        ]),
      more: Math.max(0, terms.length - most),
      notes: [],
    },
  ];
}

type Row = GroupResult | TermResult;

function trendHead(rows: readonly Row[]): string[] {
  return rows.some(({ trend }) => trend) ? ['a generation'] : [];
}

function trendCell({ trend }: Row, rows: readonly Row[]): string[] {
  if (trendHead(rows).length === 0) return [];
  return [trend ? `×${formatRatio(trend.factor)} ${formatInterval(trend.ci)}` : '–'];
}
