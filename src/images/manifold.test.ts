import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { traceStream } from '../test/trace.js';
import { type PointSet, precisionAndRecall } from './manifold.js';

interface Case {
  seed: number;
  real: number;
  made: number;
  dims: number;
  k: number;
  scale: number;
  shift: number;
  precision: number;
  recall: number;
}

test('precision and recall are those of neighbours counted by hand', () => {
  // Six points on a line, one apart: the fifth neighbour is 5, 4, 3, 3, 4 and 5 away.
  const row = (from: number, step = 1) => ({
    dims: 2,
    values: Float64Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? from + (i / 2) * step : 0)),
  });
  assert.deepEqual(precisionAndRecall(row(0), row(0)), { precision: 1, recall: 1 });
  // The real balls cover -5 to 10; the made ones, about 9 to 14, cover 4 to 19.
  assert.deepEqual(precisionAndRecall(row(0), row(9)), { precision: 2 / 6, recall: 2 / 6 });
  assert.deepEqual(precisionAndRecall(row(0), row(2, 0.01)), { precision: 1, recall: 1 / 6 });
  assert.deepEqual(precisionAndRecall(row(0), row(100)), { precision: 0, recall: 0 });
});

test('five points have no fifth neighbour, and spaces must be of equal dimensions', () => {
  const points = (count: number, dims: number) => ({ dims, values: new Float32Array(count * dims) });
  const { precision, recall } = precisionAndRecall(points(5, 2), points(9, 2));
  assert.ok(Number.isNaN(precision) && Number.isNaN(recall));
  assert.throws(() => precisionAndRecall(points(9, 2), points(9, 3)), /2 dimensions, made points 3/);
});

test('precision and recall are those by the neighbours of scikit-learn', () => {
  const path = new URL('../../test/paper/precision-recall.json', import.meta.url);
  for (const { seed, real, made, dims, k, scale, shift, ...figures } of JSON.parse(
    readFileSync(path, 'utf8'),
  ) as Case[]) {
    const uniform = traceStream(seed);
    const number = () => {
      let total = -2;
      for (let i = 0; i < 4; i++) total += uniform();
      return total;
    };
    const points = (rows: number, by: number, plus: number): PointSet => ({
      dims,
      values: Float64Array.from({ length: rows * dims }, () => number() * by + plus),
    });
    const sides = [points(real, 1, 0), points(made, scale, shift)];
    assert.deepEqual(precisionAndRecall(sides[0], sides[1], k), figures, `case of seed ${seed}`);
  }
});

test('one point made again and again is right and recalls next to nothing; copies of what is real are both', () => {
  const random = newRandom(4);
  const real = { dims: 24, values: Float32Array.from({ length: 200 * 24 }, () => 100 + random.normal()) };
  const again = { dims: 24, values: Float32Array.from(real.values, (_, i) => real.values[i % 24]) };
  // Balls of radius 0 hold their own centre, whatever rounding does to other distances.
  assert.deepEqual(precisionAndRecall(real, again), { precision: 1, recall: 1 / 200 });
  assert.deepEqual(precisionAndRecall(real, { ...real }), { precision: 1, recall: 1 });
});

test('recall falls with every mode that is no longer made, and precision stays', () => {
  const random = newRandom(9);
  const points = (modes: number): PointSet => ({
    dims: 8,
    values: Float32Array.from({ length: 400 * 8 }, (_, i) => {
      const mode = Math.floor(i / 8) % modes;
      return (i % 8 === mode ? 10 : 0) + random.normal();
    }),
  });
  const real = points(8);
  const [most, half, one] = [8, 4, 1].map((modes) => precisionAndRecall(real, points(modes)));
  assert.ok(most.recall > 0.85 && Math.abs(half.recall - most.recall / 2) < 0.1, `${half.recall}`);
  assert.ok(one.recall > 0 && one.recall < 0.15, `${one.recall}`);
  for (const { precision } of [most, half, one]) assert.ok(precision > 0.8, `${precision}`);
});
