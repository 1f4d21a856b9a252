/**
 * Gates: a measured result against what the user demands. A gate looks at the interval, not at the point: it
 * breaks only when the whole interval lies beyond the bound, so that running again cannot flip it. What cannot
 * be judged is inconclusive and never passes silently.
 *
 * Without bounds a metric's gate breaks when the metric's own grade is `fail`. The gate `verdict` names the
 * worst stage that still passes, of healthy < shifted < early < late; without one it is `shifted`, as a shift
 * is no collapse. With a baseline a gate that was broken there already counts only when it got worse.
 */
import type { AuditResult, GateResult, MetricResult } from '../audit/result.js';
import { formatInterval, formatRatio } from '../util/format.js';
import { type GateRule, type Gates, MIXTURE_GATE, STAGE_RANK, type WorstStage } from './config.js';
import { judgeMixture, type MixtureShare } from './mixture-gate.js';

export type FailOn = 'early' | 'late' | 'never';

/** Adds `--fail-on` to the gates: `never` turns all errors into warnings, the others set the verdict's gate. */
export function withFailOn(gates: Gates, failOn: FailOn | undefined): Gates {
  if (failOn === undefined) return gates;
  if (failOn !== 'never') {
    return { ...gates, verdict: { level: 'error', worst: failOn === 'early' ? 'shifted' : 'early' } };
  }
  const softened = Object.entries(gates).map(([id, rule]): [string, GateRule] => [
    id,
    rule.level === 'error' ? { ...rule, level: 'warn' } : rule,
  ]);
  return Object.fromEntries(softened);
}

/** Judges every gate that is not off, in the order of `gates`. `mixture`: what the corpus states, if it is one. */
export function applyGates(
  result: AuditResult,
  gates: Gates,
  baseline?: AuditResult,
  mixture?: MixtureShare,
): GateResult[] {
  const judged: GateResult[] = [];
  for (const [id, rule] of Object.entries(gates)) {
    if (rule.level === 'off') continue;
    if (id === MIXTURE_GATE) {
      judged.push(judgeMixture(rule, mixture));
      continue;
    }
    const judge = id === 'verdict' ? judgeVerdict : judgeMetric;
    const gate = judge(result, id, rule);
    judged.push(gate.status === 'broken' && baseline ? sinceBaseline(gate, rule, result, baseline) : gate);
  }
  return judged;
}

/** 0 passed, 1 an error-level gate is broken, 3 none is broken but one could not be judged. */
export function exitCodeOf(gates: GateResult[]): 0 | 1 | 3 {
  const errors = gates.filter(({ level }) => level === 'error');
  if (errors.some(({ status }) => status === 'broken')) return 1;
  return errors.some(({ status }) => status === 'inconclusive') ? 3 : 0;
}

function judgeMetric(result: AuditResult, id: string, rule: GateRule): GateResult {
  const level = rule.level === 'error' ? 'error' : 'warn';
  const metric = Object.hasOwn(result.metrics, id) ? result.metrics[id] : undefined;
  if (!metric || metric.ratio === null || metric.grade === 'inconclusive' || metric.grade === 'skipped') {
    const why = metric ? (metric.reason ?? `the metric is ${metric.grade}`) : 'the metric was not measured';
    return { id, level, status: 'inconclusive', message: `cannot be judged: ${why}` };
  }
  const [low, high] = intervalOf(metric);
  const said = `${formatRatio(metric.ratio)} ${formatInterval([low, high])}`;
  if (rule.minRatio === undefined && rule.maxRatio === undefined) {
    if (metric.grade === 'fail') return { id, level, status: 'broken', message: `${said} is graded fail` };
    const status = 'passed';
    if (metric.grade === 'warn') return { id, level: 'warn', status, message: `${said} is graded warn` };
    return { id, level, status, message: said };
  }
  const { minRatio = -Infinity, maxRatio = Infinity } = rule;
  if (high < minRatio) {
    return { id, level, status: 'broken', message: `${said} lies wholly below ${formatRatio(minRatio)}` };
  }
  if (low > maxRatio) {
    return { id, level, status: 'broken', message: `${said} lies wholly above ${formatRatio(maxRatio)}` };
  }
  if (low < minRatio || high > maxRatio) {
    const bound = low < minRatio ? minRatio : maxRatio;
    return { id, level: 'warn', status: 'passed', message: `${said} straddles ${formatRatio(bound)}` };
  }
  return { id, level, status: 'passed', message: said };
}

/** A ratio without an interval is a point. */
function intervalOf({ ci, ratio }: MetricResult): [number, number] {
  return ci ?? [ratio!, ratio!];
}

function judgeVerdict(result: AuditResult, id: string, rule: GateRule): GateResult {
  const level = rule.level === 'error' ? 'error' : 'warn';
  const { stage } = result.verdict;
  const worst: WorstStage = rule.worst ?? 'shifted';
  if (stage === 'cannot-say') {
    return { id, level, status: 'inconclusive', message: 'cannot be judged: the verdict is cannot-say' };
  }
  const broken = STAGE_RANK.indexOf(stage) > STAGE_RANK.indexOf(worst);
  const message = `${stage}; the worst that passes is ${worst}`;
  return { id, level, status: broken ? 'broken' : 'passed', message };
}

/** A gate broken in the baseline too is reported at level `warn`, unless it is worse now. */
function sinceBaseline(gate: GateResult, rule: GateRule, now: AuditResult, then: AuditResult): GateResult {
  const judge = gate.id === 'verdict' ? judgeVerdict : judgeMetric;
  if (judge(then, gate.id, rule).status !== 'broken') {
    return { ...gate, message: `${gate.message}; it was not broken in the baseline` };
  }
  const worse = gate.id === 'verdict' ? stageIsWorse(now, then) : metricIsWorse(now, then, gate.id);
  return worse
    ? { ...gate, message: `${gate.message}; worse than in the baseline` }
    : {
        ...gate,
        level: 'warn',
        message: `${gate.message}; broken in the baseline already, and no worse now`,
      };
}

function stageIsWorse(now: AuditResult, then: AuditResult): boolean {
  const rank = ({ verdict }: AuditResult) => STAGE_RANK.indexOf(verdict.stage as WorstStage);
  return rank(now) > rank(then);
}

/** The intervals do not overlap, and the later one lies further from 1. */
function metricIsWorse(now: AuditResult, then: AuditResult, id: string): boolean {
  const [a, b] = [intervalOf(then.metrics[id]), intervalOf(now.metrics[id])];
  return now.metrics[id].ratio! < 1 ? b[1] < a[0] : b[0] > a[1];
}
