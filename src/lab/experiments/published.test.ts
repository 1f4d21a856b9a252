import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gaussian } from '../worlds/gaussian.js';
import { checkExperiment } from './check-experiment.js';
import { experimentSchema, type Published } from './experiment.js';
import { judgePublished } from './published.js';

const row: Published = {
  id: 'R0',
  what: '',
  source: '',
  metric: 'w2',
  arm: 'a',
  generation: 2,
  statistic: 'mean',
  value: 2,
  tolerance: 0.05,
};
const figures: Record<string, number[]> = { a: [1, 2, 3, Number.NaN], b: [2, 2.125], c: [3, 3] };
const judged = (change: Partial<Published>) => judgePublished({ ...row, ...change }, (arm) => figures[arm]);

test('a figure agrees within its tolerance of a number, or inside a band; NaN is left out', () => {
  assert.deepEqual([judged({}).measured, judged({}).agrees], [2, true]);
  assert.equal(judged({ value: 2.2 }).agrees, false);
  assert.deepEqual([judged({ value: [2.5, 3] }).off, judged({ value: [2.5, 3] }).agrees], [-0.2, false]);
  assert.equal(judged({ value: [1.5, 3] }).off, 0);
  assert.ok(Math.abs(judged({}).se! - 1 / Math.sqrt(3)) < 1e-12);
});

test("a row may name the arm that it is to equal, and then carries that arm's figure", () => {
  assert.deepEqual([judged({ value: 'b' }).value, judged({ value: 'b' }).agrees], [2.0625, true]);
  assert.deepEqual([judged({ value: 'c' }).value, judged({ value: 'c' }).agrees], [3, false]);
  const experiment = experimentSchema.parse({
    title: 'x',
    world: 'gaussian',
    samples: 2,
    generations: 2,
    seeds: 2,
    arms: { a: {}, short: { generations: 1 } },
    published: [{ ...row, value: 'aa' }],
  });
  const check = () => checkExperiment(experiment, gaussian, () => 'x.yaml:9');
  assert.throws(check, /x\.yaml:9: published\[0\]\.value: no such arm as aa\. Did you mean "a"\?/);
  experiment.published[0].value = 'short';
  assert.throws(check, /generation 2 is not measured; arm short ends at 1/);
  experiment.published[0].value = 'a';
  check();
});
