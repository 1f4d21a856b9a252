/**
 * JUnit XML, which most CI systems draw: one test case a metric (its grade) and one a gate. A metric that is
 * graded `fail` fails its test case; what the exit code says is up to the gates alone.
 */
import type { AuditResult, GateResult, MetricResult } from '../audit/result.js';
import { formatInterval, formatRatio } from '../util/format.js';
import { escapeXml } from './escape.js';
import type { ReportOptions } from './options.js';
import { elapsed } from './words.js';

/** One file with one suite of metrics and one of gates. */
export function junit(result: AuditResult, _options: ReportOptions = {}): string {
  const metrics = Object.entries(result.metrics).map(([id, metric]) => metricCase(id, metric));
  const gates = result.gates.map(gateCase);
  const suites = [
    suite('metrics', metrics, result),
    ...(gates.length > 0 ? [suite('gates', gates, result)] : []),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gen0 audit" time="${(elapsed(result) ?? 0).toFixed(3)}">\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  name: string;
  group: string;
  outcome: 'passed' | 'failed' | 'skipped';
  message: string;
}

function metricCase(id: string, metric: MetricResult): Case {
  const { grade, group, reason, ratio, ci, noise, title } = metric;
  const figures =
    ratio === null
      ? ''
      : ` ${formatRatio(ratio)}${ci ? ` ${formatInterval(ci)}` : ''}${noise ? `, noise floor ${formatInterval(noise)}` : ''}`;
  const outcome = grade === 'fail' ? 'failed' : grade === 'ok' || grade === 'warn' ? 'passed' : 'skipped';
  return { name: id, group, outcome, message: `${grade}: ${title}${figures}${reason ? ` (${reason})` : ''}` };
}

function gateCase({ id, level, status, message }: GateResult): Case {
  const failed = status === 'broken' && level === 'error';
  const outcome = failed ? 'failed' : status === 'inconclusive' ? 'skipped' : 'passed';
  return { name: id, group: 'gate', outcome, message: `${status}: ${message}` };
}

function suite(name: string, cases: Case[], result: AuditResult): string {
  const count = (outcome: Case['outcome']) => cases.filter((each) => each.outcome === outcome).length;
  const properties = [
    ['corpus', result.corpus.name],
    ['reference', result.reference.name],
    ['verdict', result.verdict.stage],
    ['seed', String(result.seed)],
  ]
    .map(([key, value]) => `      <property name="${key}" value="${escapeXml(value)}"/>\n`)
    .join('');
  return [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" timestamp="${escapeXml(result.startedAt)}">\n`,
    `    <properties>\n${properties}    </properties>\n`,
    ...cases.map(caseElement),
    '  </testsuite>\n',
  ].join('');
}

function caseElement({ name, group, outcome, message }: Case): string {
  const said = escapeXml(message);
  const body =
    outcome === 'failed'
      ? `<failure message="${said}">${said}</failure>`
      : outcome === 'skipped'
        ? `<skipped message="${said}"/>`
        : `<system-out>${said}</system-out>`;
  return `    <testcase classname="gen0.${escapeXml(group)}" name="${escapeXml(name)}">${body}</testcase>\n`;
}
