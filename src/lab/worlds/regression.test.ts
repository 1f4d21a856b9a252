import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { Setup } from '../world.js';
import type { Points } from './points.js';
import { regression } from './regression.js';
import { leastSquares, logistic, logisticFit } from './regression-fits.js';

const real = (values: number[], dims: number, weights?: number[]) => ({
  data: { dims, values: Float64Array.from(values) },
  human: new Uint8Array(values.length / dims),
  ...(weights && { weights: Float64Array.from(weights) }),
});

const near = (a: ArrayLike<number>, b: ArrayLike<number>, within = 1e-9) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs(a[i] - b[i]) < within, `${a[i]} is not ${b[i]}`);
};

test('least squares finds the line, and by weights the line of the weighted rows', () => {
  near(leastSquares(real([1, 0, 2, 0, 1, 3, 1, 1, 5], 3)), [2, 3]);
  near(leastSquares(real([1, 2, 1, 8], 2, [3, 1])), [3.5]);
  near(leastSquares(real([0, 5], 2)), [0], 1e-12);
});

test('logistic regression meets its score equations, weighted or not, and from any start', () => {
  const random = newRandom(1);
  const values: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < 300; i++) {
    const x = [random.normal(), random.normal()];
    values.push(...x, random.uniform() < logistic(x[0] - 2 * x[1]) ? 1 : 0);
    weights.push(random.uniform());
  }
  for (const training of [real(values, 3), real(values, 3, weights)]) {
    const fitted = logisticFit(training);
    for (let j = 0; j < 2; j++) {
      let score = 0;
      for (let i = 0; i < 300; i++) {
        const p = logistic(fitted[0] * values[3 * i] + fitted[1] * values[3 * i + 1]);
        score += (training.weights?.[i] ?? 1) * (values[3 * i + 2] - p) * values[3 * i + j];
      }
      assert.ok(Math.abs(score) < 1e-4, `score ${score}`);
    }
    near(logisticFit(training, Float64Array.of(3, 3)), fitted, 1e-6);
  }
});

test('separable classes give finite coefficients', () => {
  assert.ok(logisticFit(real([-1, 0, 1, 1], 2)).every(Number.isFinite));
});

const setup = (options: object) =>
  regression.setup(regression.parameters.parse(options), newRandom(5)) as Setup<Points, Float64Array>;

test('a reused design is the same in every generation and grows without changing; a new one is new', () => {
  const features = ({ values }: Points) => values.filter((_, i) => i % 3 !== 2);
  const reused = setup({ dims: 2 });
  const first = reused.real(10, newRandom(1), 0);
  const more = reused.sample(
    Float64Array.of(1, 1),
    20,
    newRandom(2),
    { lambda: 1, temperature: 1, keep: 1 },
    1,
  ) as Points;
  assert.deepEqual(features(more).slice(0, 20), features(first));
  const fresh = setup({ dims: 2, design: 'new' });
  assert.notDeepEqual(features(fresh.real(10, newRandom(1), 0)), features(fresh.real(10, newRandom(2), 1)));
});

test('editing redraws the labels of a share of the rows and leaves the features alone', () => {
  const world = setup({ dims: 2, noise: 0 });
  const data = world.real(1000, newRandom(1), 0);
  const edited = world.edit!(data, Float64Array.of(7, 7), 0.3, newRandom(2));
  let changed = 0;
  for (let i = 0; i < 3000; i++) {
    if (i % 3 !== 2) assert.equal(edited.values[i], data.values[i]);
    else if (edited.values[i] !== data.values[i]) changed++;
  }
  assert.ok(Math.abs(changed - 300) < 4 * Math.sqrt(210), `${changed} of 1000`);
});
