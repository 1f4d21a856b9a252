import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordOf, runWorld } from '../../test/lab/run-world.js';
import { logic } from './logic.js';

const small = { samples: 300, generations: 3, with: { measured: 300 } };

test('the real ones are correct and mostly different; n-grams break many', async () => {
  const { correct, whole, unique, wrong, depth } = await runWorld(logic, { ...small, regime: 'replace' });
  assert.equal(correct[0], 1);
  assert.ok(unique[0] > 0.6 && unique[0] < 0.9);
  assert.ok(Math.abs(depth[0] - 3) < 0.4);
  for (const g of [1, 2, 3]) {
    assert.ok(correct[g] > 0.15 && correct[g] <= whole[g] && whole[g] < 0.95);
    assert.equal(wrong[g], 1 - correct[g]);
  }
});

test('a perfect verifier lets only true statements through, of which models write more true ones', async () => {
  const plain = await runWorld(logic, { ...small, regime: 'replace', generations: 8 });
  const verified = await runWorld(logic, { ...small, regime: 'verify:1', generations: 8 });
  assert.ok(verified.correct[8] > plain.correct[8] + 0.1);
});

test('the cycles of data: incremental keeps the size, expanding adds to it, measured on equally many', async () => {
  for (const regime of ['accumulate-subsample', 'edit:0.1', 'accumulate']) {
    const { values } = await recordOf(logic, { ...small, regime });
    assert.ok(
      values.every((x) => x >= 0 && (x <= 1 || x < 6)),
      regime,
    );
  }
  const one = await recordOf(logic, { ...small, regime: 'edit:0.1+temperature:0.8' }, { seed: 5 });
  assert.deepEqual(await recordOf(logic, { ...small, regime: 'edit:0.1+temperature:0.8' }, { seed: 5 }), one);
});

test('a transformer of the default sizes writes statements no longer than the longest of the depth asked for', async () => {
  const few = {
    samples: 40,
    generations: 2,
    regime: 'replace',
    with: { learner: 'transformer', depth: 2, steps: 4 },
  };
  const { whole, unique } = await runWorld(logic, few);
  assert.equal(whole[0], 1);
  assert.ok(unique[2] > 0.9 && whole[2] < 0.5);
});
