import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditResult, GateResult, Grade, Stage } from '../audit/result.js';
import { resultWith } from '../test/results.js';
import type { GateRule } from './config.js';
import { applyGates, exitCodeOf, withFailOn } from './gates.js';

const ID = 'tails/rare-mass';

function withRatio(ratio: number | null, ci: [number, number] | null, grade: Grade = 'ok'): AuditResult {
  const result = resultWith('healthy');
  Object.assign(result.metrics[ID], { ratio, ci, grade });
  return result;
}

function withStage(stage: Stage): AuditResult {
  return { ...resultWith('healthy'), verdict: { stage, because: [], notClaimed: '' } };
}

const ERROR: GateRule = { level: 'error', minRatio: 0.9, maxRatio: 1.1 };

type MetricCase = [
  title: string,
  result: AuditResult,
  rule: GateRule,
  status: GateResult['status'],
  level: GateResult['level'],
];

const METRIC_CASES: MetricCase[] = [
  ['inside passes', withRatio(1, [0.95, 1.05]), ERROR, 'passed', 'error'],
  ['wholly below breaks', withRatio(0.8, [0.75, 0.89]), ERROR, 'broken', 'error'],
  ['wholly above breaks', withRatio(1.3, [1.2, 1.4]), ERROR, 'broken', 'error'],
  ['straddling below passes with a warning', withRatio(0.89, [0.8, 0.95]), ERROR, 'passed', 'warn'],
  ['straddling above passes with a warning', withRatio(1.15, [1.05, 1.2]), ERROR, 'passed', 'warn'],
  ['touching the bound is not beyond it', withRatio(0.85, [0.8, 0.9]), ERROR, 'passed', 'warn'],
  ['an end on the bound is inside', withRatio(0.95, [0.9, 1]), ERROR, 'passed', 'error'],
  ['a point without an interval is judged as it is', withRatio(0.8, null), ERROR, 'broken', 'error'],
  ['level warn stays warn', withRatio(0.5, [0.4, 0.6]), { ...ERROR, level: 'warn' }, 'broken', 'warn'],
  [
    'inconclusive is inconclusive',
    withRatio(0.5, [0.4, 0.6], 'inconclusive'),
    ERROR,
    'inconclusive',
    'error',
  ],
  ['skipped is inconclusive', withRatio(null, null, 'skipped'), ERROR, 'inconclusive', 'error'],
  ['no ratio is inconclusive', withRatio(null, null, 'ok'), ERROR, 'inconclusive', 'error'],
  [
    'without bounds the grade decides: fail',
    withRatio(0.5, [0.4, 0.6], 'fail'),
    { level: 'error' },
    'broken',
    'error',
  ],
  [
    'without bounds the grade decides: warn',
    withRatio(0.9, [0.8, 1], 'warn'),
    { level: 'error' },
    'passed',
    'warn',
  ],
  [
    'without bounds the grade decides: ok',
    withRatio(0.5, [0.4, 0.6], 'ok'),
    { level: 'error' },
    'passed',
    'error',
  ],
];

for (const [title, result, rule, status, level] of METRIC_CASES) {
  test(`metric gate: ${title}`, () => {
    const [gate] = applyGates(result, { [ID]: rule });
    assert.deepEqual([gate.id, gate.status, gate.level], [ID, status, level]);
    assert.notEqual(gate.message, '');
  });
}

test('a gate that is off is not judged, one on a metric that was not measured is inconclusive', () => {
  assert.deepEqual(applyGates(resultWith('late'), { [ID]: { level: 'off' } }), []);
  const [gate] = applyGates(resultWith('late'), { 'tails/none': { level: 'error' } });
  assert.equal(gate.status, 'inconclusive');
});

const BROKEN: Record<NonNullable<GateRule['worst']>, Stage[]> = {
  healthy: ['shifted', 'early', 'late'],
  shifted: ['early', 'late'],
  early: ['late'],
  late: [],
};

for (const [worst, broken] of Object.entries(BROKEN)) {
  test(`verdict gate: with worst ${worst} these break: ${broken.join(', ') || 'none'}`, () => {
    for (const stage of ['healthy', 'shifted', 'early', 'late'] as const) {
      const [gate] = applyGates(withStage(stage), {
        verdict: { level: 'error', worst: worst as GateRule['worst'] },
      });
      assert.equal(gate.status, broken.includes(stage) ? 'broken' : 'passed', stage);
    }
    const [gate] = applyGates(withStage('cannot-say'), {
      verdict: { level: 'error', worst: worst as GateRule['worst'] },
    });
    assert.equal(gate.status, 'inconclusive');
  });
}

test('--fail-on early breaks on early and late, late on late only, a shift on neither', () => {
  const codes = (failOn: 'early' | 'late' | 'never') =>
    (['healthy', 'shifted', 'early', 'late', 'cannot-say'] as const).map((stage) =>
      exitCodeOf(applyGates(withStage(stage), withFailOn({}, failOn))),
    );
  assert.deepEqual(codes('early'), [0, 0, 1, 1, 3]);
  assert.deepEqual(codes('late'), [0, 0, 0, 1, 3]);
  assert.deepEqual(codes('never'), [0, 0, 0, 0, 0]);
});

test('--fail-on never reports the gates of the configuration and exits 0', () => {
  const gates = applyGates(resultWith('late'), withFailOn({ [ID]: { level: 'error' } }, 'never'));
  assert.equal(gates[0].status, 'broken');
  assert.equal(exitCodeOf(gates), 0);
});

const gate = (status: GateResult['status'], level: GateResult['level']): GateResult => ({
  id: 'x',
  message: '',
  status,
  level,
});

test('exit codes: broken over inconclusive over passed; level warn never counts', () => {
  assert.equal(exitCodeOf([]), 0);
  assert.equal(
    exitCodeOf([gate('passed', 'error'), gate('broken', 'warn'), gate('inconclusive', 'warn')]),
    0,
  );
  assert.equal(exitCodeOf([gate('inconclusive', 'error'), gate('passed', 'error')]), 3);
  assert.equal(exitCodeOf([gate('inconclusive', 'error'), gate('broken', 'error')]), 1);
});

type BaselineCase = [
  title: string,
  then: AuditResult,
  now: AuditResult,
  level: GateResult['level'],
  code: number,
];

const BASELINE_CASES: BaselineCase[] = [
  ['broken anew counts', withRatio(1, [0.95, 1.05]), withRatio(0.8, [0.75, 0.85]), 'error', 1],
  [
    'broken already and as bad does not count',
    withRatio(0.8, [0.75, 0.85]),
    withRatio(0.79, [0.74, 0.84]),
    'warn',
    0,
  ],
  [
    'broken already and wholly worse counts',
    withRatio(0.8, [0.75, 0.85]),
    withRatio(0.6, [0.55, 0.65]),
    'error',
    1,
  ],
  [
    'broken already and better does not count',
    withRatio(0.6, [0.55, 0.65]),
    withRatio(0.8, [0.75, 0.85]),
    'warn',
    0,
  ],
  [
    'above the bound, wholly worse is higher',
    withRatio(1.3, [1.2, 1.4]),
    withRatio(1.6, [1.5, 1.7]),
    'error',
    1,
  ],
  ['above the bound, lower is better', withRatio(1.6, [1.5, 1.7]), withRatio(1.3, [1.2, 1.4]), 'warn', 0],
];

for (const [title, then, now, level, code] of BASELINE_CASES) {
  test(`baseline: ${title}`, () => {
    const gates = applyGates(now, { [ID]: ERROR }, then);
    assert.deepEqual([gates[0].status, gates[0].level, exitCodeOf(gates)], ['broken', level, code]);
    assert.match(gates[0].message, /baseline/);
  });
}

test('baseline: a verdict that was bad already counts only when it is worse', () => {
  const gates = { verdict: { level: 'error', worst: 'healthy' } } as const;
  const code = (then: Stage, now: Stage) => exitCodeOf(applyGates(withStage(now), gates, withStage(then)));
  assert.equal(code('early', 'early'), 0);
  assert.equal(code('early', 'late'), 1);
  assert.equal(code('healthy', 'early'), 1);
  assert.equal(code('cannot-say', 'early'), 1);
  assert.equal(code('early', 'cannot-say'), 3);
});

test('baseline: one that broke on the other side of the bounds does not excuse this break', () => {
  const gates = applyGates(withRatio(0.5, [0.4, 0.6]), { [ID]: ERROR }, withRatio(1.5, [1.4, 1.6]));
  assert.equal(exitCodeOf(gates), 1);
});
