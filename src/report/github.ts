/**
 * GitHub Actions: workflow commands that become annotations. Only a broken gate is an error; a metric graded
 * `warn` or `fail` without one is a warning, as measuring is not gating. The step summary is the Markdown
 * report, written by the command line to the file that `GITHUB_STEP_SUMMARY` names.
 */
import type { AuditResult, MetricResult } from '../audit/result.js';
import { formatInterval, formatRatio } from '../util/format.js';
import { escapeCommandProperty, escapeCommand as escapeMessage } from './escape.js';
import type { ReportOptions } from './options.js';
import { STAGE_MEANINGS, STAGE_TITLES } from './words.js';

/** One command a line, the verdict's notice last. */
export function github(result: AuditResult, _options: ReportOptions = {}): string {
  const gated = new Set(result.gates.map(({ id }) => id));
  const lines: string[] = [];
  for (const { id, level, status, message } of result.gates) {
    if (status === 'broken') {
      lines.push(command(level === 'error' ? 'error' : 'warning', `gen0 gate ${id}`, message));
    } else if (status === 'inconclusive') {
      lines.push(command('warning', `gen0 gate ${id} is inconclusive`, message));
    }
  }
  for (const [id, metric] of Object.entries(result.metrics)) {
    if (gated.has(id) || (metric.grade !== 'fail' && metric.grade !== 'warn')) continue;
    lines.push(command('warning', `gen0 ${metric.grade} ${id}`, figures(metric)));
  }
  for (const { id, message } of result.warnings) lines.push(command('warning', `gen0 ${id}`, message));
  const { stage, because, notClaimed } = result.verdict;
  const said = [STAGE_MEANINGS[stage], ...because, notClaimed].join('\n');
  lines.push(command('notice', `gen0: ${STAGE_TITLES[stage].toLowerCase()}, ${result.corpus.name}`, said));
  return `${lines.join('\n')}\n`;
}

function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${kind} title=${escapeCommandProperty(title)}::${escapeMessage(message)}`;
}

function figures({ title, ratio, ci, noise, reason }: MetricResult): string {
  const parts = [title];
  if (ratio !== null)
    parts.push(`${formatRatio(ratio)}${ci ? ` ${formatInterval(ci)}` : ''} of the reference`);
  if (noise !== null) parts.push(`noise floor ${formatInterval(noise)}`);
  if (reason !== undefined) parts.push(reason);
  return parts.join('; ');
}
