import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose, type TaskScore } from './diagnosis.js';
import type { Grade, MetricResult, Phenomenon } from './result.js';

function metric(ratio: number, half: number, grade: Grade): MetricResult {
  return {
    group: 'tails',
    title: 'metric',
    value: ratio,
    reference: 1,
    ratio,
    ratioOf: 'value',
    ci: [ratio - half, ratio + half],
    noise: [0.97, 1.03],
    p: 0.01,
    q: 0.01,
    n: 100,
    grade,
    unit: '',
    direction: 'low',
    bounds: { warn: 0.95, fail: 0.9 },
  };
}

const fine = metric(1, 0.02, 'ok');
const HEALTHY = {
  'tails/coverage': fine,
  'tails/hapax': fine,
  'tails/rare-mass': fine,
  'diversity/entropy': fine,
  'diversity/distinct-2': fine,
  'drift/js': fine,
  'drift/gained': fine,
};
const THIN = {
  ...HEALTHY,
  'tails/coverage': metric(0.8, 0.02, 'fail'),
  'tails/hapax': metric(0.5, 0.05, 'fail'),
};
const NARROW = {
  ...THIN,
  'diversity/entropy': metric(0.6, 0.02, 'fail'),
  'diversity/distinct-2': metric(0.6, 0.02, 'fail'),
};
const MOVED = { ...HEALTHY, 'drift/js': metric(3, 0.2, 'fail'), 'drift/gained': metric(2, 0.1, 'fail') };

const outcome = (list: Phenomenon[], id: Phenomenon['id']) => list.find((each) => each.id === id)!.outcome;

test('a healthy corpus fits nothing; too little data tells nothing', () => {
  const healthy = diagnose({ stage: 'healthy', metrics: HEALTHY, lineage: 'descendant' });
  for (const id of ['model-collapse', 'drift', 'mode-collapse'] as const) {
    assert.equal(outcome(healthy, id), 'does not fit');
  }
  for (const found of diagnose({ stage: 'cannot-say', metrics: {}, lineage: 'unknown' })) {
    assert.equal(found.outcome, 'cannot tell');
    assert.ok(found.needs);
  }
});

test('a thin tail of a descendant fits collapse, and no drift; without a lineage the lineage is asked for', () => {
  const told = diagnose({ stage: 'early', metrics: THIN, lineage: 'descendant' });
  assert.equal(outcome(told, 'model-collapse'), 'fits');
  assert.equal(outcome(told, 'drift'), 'does not fit');
  assert.equal(outcome(told, 'mode-collapse'), 'does not fit');
  const open = diagnose({ stage: 'early', metrics: THIN, lineage: 'unknown' })[0];
  assert.equal(open.outcome, 'cannot tell');
  assert.ok(open.needs?.includes('--lineage'));
});

test('what came in fits drift, and no collapse', () => {
  const told = diagnose({ stage: 'shifted', metrics: MOVED, lineage: 'descendant' });
  assert.equal(outcome(told, 'drift'), 'fits');
  assert.equal(outcome(told, 'model-collapse'), 'does not fit');
});

test('narrow from the first generation is mode collapse; narrowing on is model collapse', () => {
  const alone = diagnose({ stage: 'late', metrics: NARROW, lineage: 'descendant' });
  assert.equal(outcome(alone, 'mode-collapse'), 'cannot tell');
  const still = diagnose({ stage: 'late', metrics: NARROW, lineage: 'descendant', earlier: NARROW });
  assert.equal(outcome(still, 'mode-collapse'), 'fits');
  assert.equal(outcome(still, 'model-collapse'), 'cannot tell');
  const on = diagnose({ stage: 'late', metrics: NARROW, lineage: 'descendant', earlier: HEALTHY });
  assert.equal(outcome(on, 'mode-collapse'), 'does not fit');
  assert.equal(outcome(on, 'model-collapse'), 'fits');
});

test('old tasks that fall while new ones are learned are forgotten; steady ones are not', () => {
  const scores = (drop: number): TaskScore[] =>
    [0, 1, 2, 3, 4].flatMap((task) =>
      [0, 1, 2, 3, 4]
        .filter((step) => step >= task)
        .map((step) => ({
          step,
          task: `t${task}`,
          score: 0.9 - drop * (step - task) + 0.001 * ((7 * step + task) % 3),
        })),
    );
  const told = (drop: number) =>
    outcome(
      diagnose({ stage: 'healthy', metrics: HEALTHY, lineage: 'unknown', scores: scores(drop) }),
      'forgetting',
    );
  assert.equal(told(0.1), 'fits');
  assert.notEqual(told(-0.02), 'fits');
  assert.equal(told(-0.02), 'does not fit');
  const few = diagnose({
    stage: 'healthy',
    metrics: HEALTHY,
    lineage: 'unknown',
    scores: scores(0.1).slice(0, 5),
  });
  assert.equal(outcome(few, 'forgetting'), 'cannot tell');
});
