import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimedFigures } from './claimed-figures.js';
import type { Claim } from './experiment.js';

/** [arm][metric][generation] = the figures of two seeds. */
const TABLE: Record<string, Record<string, number[][]>> = {
  a: {
    loss: [
      [10, 20],
      [11, 21],
      [13, 26],
    ],
    words: [
      [1, 1],
      [0.95, 0.8],
      [0.5, 0.7],
    ],
  },
  b: {
    loss: [
      [10, 20],
      [10.5, 30],
      [12, 40],
    ],
    words: [
      [1, 1],
      [1, 1],
      [1, 1.2],
    ],
  },
};
const figures = (arm: string, metric: string, generation: number) => TABLE[arm][metric][generation];
const figuresOf = (own: Partial<Claim>) =>
  claimedFigures(
    { text: '', metric: 'loss', arm: 'a', control: 'b', direction: 'lower', least: 0, generation: 2, ...own },
    figures,
    1,
  );

test("a plain claim sets one arm against another; other metrics and generations are the control's", () => {
  assert.deepEqual(figuresOf({}), [
    [13, 26],
    [12, 40],
  ]);
  assert.deepEqual(figuresOf({ controlMetric: 'words', controlGeneration: 0 })[1], [1, 1]);
});

test('times counts the control so often, after the base is taken off both', () => {
  assert.deepEqual(figuresOf({ times: 0.5 })[1], [6, 20]);
  assert.deepEqual(figuresOf({ times: 0.5, base: 'b', baseGeneration: 1 }), [
    [2.5, -4],
    [0.75, 5],
  ]);
});

test('an alarm is the first generation off the start by the share, up or down; never is one after the last', () => {
  const alarm = { metric: 'words', controlMetric: 'loss', alarm: 0.1 };
  assert.deepEqual(figuresOf({ ...alarm, control: 'a' }), [
    [2, 1],
    [1, 2],
  ]);
  assert.deepEqual(figuresOf({ ...alarm, arm: 'b' }), [
    [3, 2],
    [2, 1],
  ]);
});

test('steps that go up or down are counted in every run, from generation 1 unless another is named', () => {
  assert.deepEqual(figuresOf({ steps: 'up' }), [
    [1, 1],
    [0, 0],
  ]);
  const down = { metric: 'words', steps: 'down', controlGeneration: 0 } as const;
  assert.deepEqual(figuresOf(down)[0], [2, 2]);
  assert.deepEqual(figuresOf({ ...down, arm: 'b' })[0], [0, 0]);
});
