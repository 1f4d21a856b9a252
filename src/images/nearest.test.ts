import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import type { PointSet } from './manifold.js';
import { nearest } from './nearest.js';
import { halfWhitened, principalComponents } from './principal-components.js';

function cloud(count: number, dims: number, seed: number): PointSet & { values: Float64Array } {
  const values = new Float64Array(count * dims);
  newRandom(seed).fillNormal(values);
  return { dims, values };
}

function squareBetween(a: PointSet, i: number, b: PointSet, j: number): number {
  let sum = 0;
  for (let d = 0; d < a.dims; d++) sum += (a.values[i * a.dims + d] - b.values[j * b.dims + d]) ** 2;
  return sum;
}

test('neighbours are those found by looking at all, in order, of the set itself and of another', () => {
  const a = cloud(301, 7, 1);
  const b = cloud(143, 7, 2);
  for (const [points, among] of [
    [a, a],
    [a, b],
    [b, a],
  ]) {
    const { length, places, squares } = nearest(points, among, 9);
    assert.equal(length, 9);
    for (let i = 0; i < points.values.length / 7; i++) {
      const all = Array.from({ length: among.values.length / 7 }, (_, j) => j).filter(
        (j) => points !== among || i !== j,
      );
      const square = (j: number) => squareBetween(points, i, among, j);
      const expected = all.sort((x, y) => square(x) - square(y)).slice(0, 9);
      assert.deepEqual([...places.subarray(9 * i, 9 * i + 9)], expected);
      assert.ok(Math.abs(squares[9 * i + 8] - square(expected[8])) < 1e-9);
    }
  }
  assert.equal(nearest(a, b, 500).length, 143);
  assert.equal(nearest(b, b, 500).length, 142);
});

test('principal components are the axes that the points were made with, and half-whitening takes a root of the spread', () => {
  const count = 4000;
  const spreads = [9, 4, 1, 0.25];
  const raw = cloud(count, 6, 3);
  // Axes: sums and differences of pixels; two pixels never change.
  const images = new Float64Array(count * 8);
  const half = Math.SQRT1_2;
  for (let i = 0; i < count; i++) {
    const x = spreads.map((spread, k) => spread * raw.values[i * 6 + k]);
    images.set(
      [half * (x[0] + x[1]), half * (x[0] - x[1]), x[2], x[3], 5, 7].map((v) => v + 3),
      i * 8,
    );
  }
  const found = principalComponents(images, 8, 6, newRandom(4));
  assert.equal(found.dims, 4, 'directions without variance are left out');
  spreads.forEach((spread, k) => {
    assert.ok(Math.abs(Math.sqrt(found.variances[k]) / spread - 1) < 0.05, `${found.variances[k]}`);
  });
  const first = Array.from({ length: 8 }, (_, j) => Math.abs(found.directions[j * 4]));
  for (const [j, value] of [half, half, 0, 0, 0, 0].entries()) assert.ok(Math.abs(first[j] - value) < 0.03);
  const { dims, values } = halfWhitened(images, found);
  for (let k = 0; k < 4; k++) {
    let [sum, square] = [0, 0];
    for (let i = 0; i < count; i++) {
      sum += values[i * dims + k] / count;
      square += values[i * dims + k] ** 2 / (count - 1);
    }
    assert.ok(Math.abs(sum) < 1e-9);
    assert.ok(Math.abs(square / Math.sqrt(found.variances[k]) - 1) < 1e-9);
  }
});
