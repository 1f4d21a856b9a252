import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aliasTable, drawAlias } from './alias.js';
import { newRandom } from './random.js';

test('the cells of an alias table add up to the weights, and weight 0 is never drawn', () => {
  const random = newRandom(1);
  for (const n of [1, 2, 3, 10, 1000]) {
    const weights = Float64Array.from({ length: n }, (_, i) => (i % 3 === 1 ? 0 : random.uniform() ** 4));
    const { own, other } = aliasTable(weights);
    const mass = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      assert.ok(own[i] >= 0 && own[i] <= 1 + 1e-12);
      mass[i] += own[i] / n;
      mass[other[i]] += (1 - own[i]) / n;
    }
    const sum = weights.reduce((a, b) => a + b, 0);
    for (let i = 0; i < n; i++) assert.ok(Math.abs(mass[i] - weights[i] / sum) < 1e-12);
    for (let i = 0; i < 1000; i++) {
      assert.ok(weights[drawAlias({ own, other }, random)] > 0);
    }
  }
});

test('draws follow the weights', () => {
  const weights = Float64Array.of(1, 5, 0, 4);
  const table = aliasTable(weights);
  const random = newRandom(2);
  const counts = [0, 0, 0, 0];
  const n = 100_000;
  for (let i = 0; i < n; i++) counts[drawAlias(table, random)]++;
  counts.forEach((count, i) => {
    const p = weights[i] / 10;
    assert.ok(Math.abs(count - n * p) <= 4 * Math.sqrt(n * p * (1 - p)), `${count} of ${n * p}`);
  });
});
