import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveError, freshError } from '../lab/verify/real-data.js';
import { averages, simulate } from '../lab/verify/simulate.js';
import { gaussian } from '../lab/worlds/gaussian.js';
import { promises, replacedVariance, type Situation, shareForPrice } from './theory.js';

const near = (x: number, value: number, within: number) =>
  assert.ok(Math.abs(x - value) <= within, `${x} is not ${value}`);

test('fresh human data: the values of the closed form that were derived and simulated elsewhere', () => {
  near(freshError(100, 0.1), 0.05025, 5e-6);
  near(freshError(100, 0.01), 0.336, 1e-3);
  for (const [share, price] of [
    [0.1, 5.26],
    [0.3, 1.96],
    [0.5, 1.33],
  ]) {
    near(1e9 * freshError(1e9, share), price, 0.005);
    near(shareForPrice(1e9 * freshError(1e9, share)), share, 1e-6);
  }
});

test('an archive lies between the same data each time (F15b) and ever new ones (F15)', () => {
  near(archiveError(1000, 0.1, 100), 0.01467, 5e-6);
  near(archiveError(100, 0.1, 10), 0.1407, 5e-5);
  near(archiveError(100, 0.1, 1e12), freshError(100, 0.1), 1e-9);
  near(archiveError(100, 1, 100), 1 / 100, 1e-12);
  let last = 1;
  for (const archive of [10, 20, 50, 100, 1000, 1e6]) {
    const error = archiveError(100, 0.1, archive);
    assert.ok(error < last && error > 1 / archive);
    last = error;
  }
});

test('human data drawn anew from an archive end at its closed form in the lab', async () => {
  const done = await simulate({
    world: gaussian,
    regime: 'anchor:10',
    samples: 40,
    generations: 50,
    seed: 4100,
    runs: 3000,
  });
  const errors = averages(done, 20, 'mean-error');
  const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
  const se = Math.sqrt(
    errors.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (errors.length - 1) / errors.length,
  );
  const theory = archiveError(40, 0.25, 40);
  assert.ok(Math.abs(mean - theory) < 4 * se, `${mean} ± ${se} is not ${theory}`);
  assert.ok(Math.abs(freshError(40, 0.25) - theory) > 8 * se, 'fresh data would be told apart');
});

const situation = (changes: Partial<Situation>): Situation => ({
  strategy: 'anchor',
  n: 100,
  share: 0.1,
  archive: 100,
  generations: 10,
  ...changes,
});

test('what is promised names its formula, and its figures are the closed forms', () => {
  const of = (changes: Partial<Situation>) =>
    Object.fromEntries(promises(situation(changes)).map(({ formula, figures }) => [formula, figures]));
  const anchor = of({});
  assert.deepEqual(Object.keys(anchor), ['F15b', 'F15', 'F18', 'F20']);
  near(anchor.F15.price, 5.025, 5e-4);
  near(anchor.F15b.floor, 1, 0);
  near(of({ strategy: 'replay' }).F15b.price, 14.07, 5e-3);
  const fresh = of({ strategy: 'fresh' });
  assert.deepEqual(Object.keys(fresh), ['F15', 'F15b', 'F15/points', 'F18', 'F20']);
  near(fresh['F15/points'].variance, 20 / 21, 1e-12);
  near(of({ share: 0.5 }).F18.weight, 0.618, 5e-5);
  near(of({ share: 1 / 3 }).F18.weight, 0.5, 1e-12);
  near(of({ share: 2 / 3 }).F18.risk, 0.7321, 5e-5);
  near(of({ share: 0.2 }).F18.weight, 0.3904, 5e-5);
  near(of({ share: 0.5 }).F18.pooledRisk, 2 / 3, 1e-12);
  near(of({ share: 0.9 }).F20.turn1, 100, 1e-9);
  const accumulate = of({ strategy: 'accumulate', share: 0, generations: 1e4 });
  near(accumulate.F16.price, Math.PI ** 2 / 6, 1e-3);
  const replace = of({ strategy: 'replace', share: 0 });
  assert.deepEqual(Object.keys(replace), ['F2']);
  near(replace.F2.variance, 0.9044, 5e-5);
  near(replacedVariance(10, 25), 0.0718, 5e-5);
  assert.deepEqual(Object.keys(of({ share: 1 })), ['F15b', 'F15']);
});
