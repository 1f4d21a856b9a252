/** A small share of `node dist/bench/forecast.js`, on cases of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forecastTail, type Learner } from '../mix/forecast.js';
import { sharedFolder } from '../test/shared.js';
import { inTheLab, newCase, TESTED_ON } from './forecast-cases.js';

async function inside(learner: Learner, cases: number, least: number): Promise<number> {
  let [held, done] = [0, 0];
  for (let i = 0; done < cases; i++) {
    const each = newCase(TESTED_ON, 3, i);
    if (each.human.first.pieces.length > 30_000 || each.feeding.generations > 5) continue;
    const { generations } = await forecastTail(each.human, each.feeding, { learner, seed: each.seed });
    const { generation, low, high } = generations[generations.length - 1];
    assert.ok(high - low <= 0.1, `case ${i}: ${high - low} wide`);
    const lab = (await inTheLab(each, learner))[generation];
    if (low <= lab && lab <= high) held++;
    done++;
  }
  assert.ok(held >= least, `${held} of ${cases} inside`);
  return held;
}

test('the 95 % interval holds what the lab does: unigram models, in closed form', async (t) => {
  // Fewer than 17 of 20 have a chance of 1.6 % where each is inside with 95 %.
  if (sharedFolder(t)) await inside('unigram', 20, 17);
});

test('the 95 % interval holds what the lab does: n-gram models, by calibrated simulation', async (t) => {
  // Fewer than 6 of 8: 0.6 %.
  if (sharedFolder(t)) await inside('ngram', 8, 6);
});
