/** The difference of two audits in a terminal, at most 80 columns. */
import type { LostGram } from '../audit/result.js';
import { formatCount, formatRatio } from '../util/format.js';
import type { AuditDiff, AuditSide, MetricChange } from './diff.js';
import { cut, fit, printable, wrap } from './terminal.js';
import { MARKS, quoteGram, STAGE_TITLES } from './words.js';

const WIDTH = 80;
const MOST_LOST = 10;

/** Lines of at most 80 columns; the change of the verdict stands last. */
export function diffText(diff: AuditDiff): string {
  const lines = ['', sideLine('a', diff.a), sideLine('b', diff.b), ''];
  lines.push(`  ${' '.repeat(32)}${fit('a', 8)}${fit('b', 8)}${fit('change', 9)}beyond chance`);
  for (const metric of diff.metrics) lines.push(metricLine(metric));
  lines.push('', ...grams('Newly lost', diff.newlyLost), ...grams('Regained', diff.regained));
  for (const caution of diff.cautions)
    lines.push(...wrap(`! ${printable(caution)}`, WIDTH - 2).map((line) => `  ${line}`));
  for (const { title, outcome, for: pro, against, needs } of diff.diagnosis) {
    if (pro.length === 0 && against.length === 0) continue;
    const because = (outcome === 'fits' ? pro : against.length > 0 ? against : pro).slice(0, 2).join(' ');
    const open = outcome === 'cannot tell' && needs !== null ? ` Needed: ${needs}.` : '';
    lines.push(
      ...wrap(printable(`${title}: ${outcome}. ${because}${open}`), WIDTH - 2).map((line) => `  ${line}`),
    );
  }
  const [from, to] = [STAGE_TITLES[diff.a.stage], STAGE_TITLES[diff.b.stage]];
  lines.push(`  Verdict  ${from === to ? `${to} in both` : `${from} → ${to}`}`);
  return `${lines.join('\n')}\n`;
}

function sideLine(label: string, { name, corpus, startedAt }: AuditSide): string {
  return cut(
    `  ${label}  ${fit(printable(name), 30)}  ${fit(printable(corpus), 28)}  ${startedAt.slice(0, 10)}`,
    WIDTH,
  );
}

function metricLine(metric: MetricChange): string {
  const figure = (value: number | null) => fit(value === null ? '–' : formatRatio(value), 8);
  const { change, overlap, gradeA, gradeB } = metric;
  const signed = change === null ? '–' : `${change < 0 ? '−' : '+'}${formatRatio(Math.abs(change))}`;
  const beyond = overlap === null ? '–' : overlap ? 'no' : 'yes';
  const mark = (grade: MetricChange['gradeA']) => (grade === 'absent' ? ' ' : MARKS[grade]);
  return `  ${mark(gradeA)} ${mark(gradeB)} ${fit(printable(metric.title), 27)} ${figure(metric.a)}${figure(metric.b)}${fit(signed, 9)}${beyond}`;
}

function grams(label: string, lost: LostGram[]): string[] {
  if (lost.length === 0) return [];
  const named = lost.slice(0, MOST_LOST).map(({ gram }) => cut(quoteGram(printable(gram)), 40));
  const more = lost.length > MOST_LOST ? ` · … (${formatCount(lost.length)} in all)` : '';
  return [...wrap(`${label}:  ${named.join(' · ')}${more}`, WIDTH - 2).map((line) => `  ${line}`), ''];
}
