import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eigen } from './eigen.js';
import { newRandom } from './random.js';
import { spectrum } from './spectrum.js';

test('eigen: A v = λ v with vectors at right angles, and the same values as spectrum', () => {
  const random = newRandom(5);
  for (const n of [1, 2, 3, 8, 40]) {
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal();
    const { values, vectors } = eigen(a, n);
    const sorted = spectrum(a, n).reverse();
    values.forEach((value, k) => {
      assert.ok(Math.abs(value - sorted[k]) < 1e-12 * n);
      for (let i = 0; i < n; i++) {
        let product = 0;
        for (let j = 0; j < n; j++) product += a[i * n + j] * vectors[k][j];
        assert.ok(Math.abs(product - value * vectors[k][i]) < 1e-12 * n);
      }
      vectors.forEach((other, m) => {
        const dot = other.reduce((sum, x, j) => sum + x * vectors[k][j], 0);
        assert.ok(Math.abs(dot - (m === k ? 1 : 0)) < 1e-12 * n);
      });
    });
  }
});

test('eigen: rows of zeros and equal eigenvalues', () => {
  const { values, vectors } = eigen(Float64Array.of(2, 0, 0, 0, 0, 0, 0, 0, 2), 3);
  assert.deepEqual([...values], [2, 2, 0]);
  assert.deepEqual(vectors[2].map(Math.abs), Float64Array.of(0, 1, 0));
});
