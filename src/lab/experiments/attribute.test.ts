import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeErrors } from './attribute.js';
import type { Experiment } from './experiment.js';
import type { ArmResult } from './result.js';

const arm = (name: string, mean: number[], se: number[]) =>
  ({
    name,
    measured: mean.map((_, g) => g),
    metrics: { drift: { mean, se, median: mean, low: mean, high: mean } },
  }) as unknown as ArmResult;

const experiment = {
  attribute: { metric: 'drift', arms: ['a', 'b', 'c'], whole: 'all' },
} as unknown as Experiment;

test('shares are of the sum, their intervals by the delta method, and the whole is set against the sum', () => {
  const arms = [
    arm('a', [0, 6], [0, 0.3]),
    arm('b', [0, 3], [0, 0]),
    arm('c', [0, 1], [0, 0]),
    arm('all', [0, 8], [0, 0.4]),
  ];
  const { generations, parts, together } = attributeErrors(experiment, arms)!;
  assert.deepEqual(generations, [1]);
  assert.deepEqual(
    parts.map(({ share }) => share[0]),
    [0.6, 0.3, 0.1],
  );
  const half = (ci: [number, number]) => (ci[1] - ci[0]) / 2;
  // a/(a+4): derivative 4/100 at a = 6; b/(a+4): derivative -3/100.
  assert.ok(Math.abs(half(parts[0].ci[0]) - 1.96 * 0.04 * 0.3) < 1e-12);
  assert.ok(Math.abs(half(parts[1].ci[0]) - 1.96 * 0.03 * 0.3) < 1e-12);
  assert.equal(together.ratio[0], 0.8);
  assert.ok(Math.abs(half(together.ci[0]) - 1.96 * Math.hypot(0.4 / 10, (0.8 * 0.3) / 10)) < 1e-12);
});

test('an experiment that asks for nothing gets nothing', () => {
  assert.equal(attributeErrors({} as Experiment, []), undefined);
});
