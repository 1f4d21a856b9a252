import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { kMeans } from './k-means.js';
import { mauveOfCounts } from './mauve.js';
import { mauveCounts } from './mauve-counts.js';

/** `size` rows around each of the centres, along the axes of a space of four dimensions. */
function clouds(axes: number[], size: number, seed: number) {
  const random = newRandom(seed);
  const rows = axes.flatMap((axis) =>
    Array.from({ length: size }, () =>
      Array.from({ length: 4 }, (_, j) => (j === axis ? 1 : 0) + 0.05 * random.normal()),
    ),
  );
  return { rows: rows.length, columns: 4, data: Float64Array.from(rows.flat()) };
}

test('k-means finds clouds that lie apart, one label each', () => {
  const labels = kMeans(clouds([0, 1, 2], 50, 1), 3, 5, 100, newRandom(2));
  for (let cloud = 0; cloud < 3; cloud++) {
    assert.equal(new Set(labels.subarray(50 * cloud, 50 * (cloud + 1))).size, 1);
  }
  assert.equal(new Set(labels).size, 3);
});

test('k-means gives the clusters that each row’s nearest mean gives', () => {
  const random = newRandom(3);
  const points = { rows: 300, columns: 5, data: Float64Array.from({ length: 1500 }, () => random.normal()) };
  const k = 11;
  const labels = kMeans(points, k, 1, 1000, newRandom(4));
  const means = Array.from({ length: k }, () => new Float64Array(5));
  const counts = new Float64Array(k);
  labels.forEach((label, i) => {
    counts[label]++;
    for (let j = 0; j < 5; j++) means[label][j] += points.data[5 * i + j];
  });
  means.forEach((mean, c) => {
    for (let j = 0; j < 5; j++) mean[j] /= counts[c];
  });
  const distance = (i: number, c: number) =>
    means[c].reduce((sum, x, j) => sum + (x - points.data[5 * i + j]) ** 2, 0);
  labels.forEach((label, i) => {
    for (let c = 0; c < k; c++) assert.ok(distance(i, label) <= distance(i, c) + 1e-9, `row ${i}`);
  });
});

test('histograms count all rows of each side; MAUVE tells the same clouds from others', () => {
  const p = clouds([0, 1, 2], 40, 5);
  const same = mauveCounts(p, clouds([0, 1, 2], 40, 6), 0);
  assert.equal(same.p.length, 12);
  assert.equal(
    same.p.reduce((a, b) => a + b),
    120,
  );
  assert.equal(
    same.q.reduce((a, b) => a + b),
    120,
  );
  assert.deepEqual(mauveCounts(p, clouds([0, 1, 2], 40, 6), 0), same);
  const other = mauveCounts(p, clouds([0, 0, 3], 40, 6), 0);
  assert.ok(mauveOfCounts(same.p, same.q).mauve > 0.8);
  assert.ok(mauveOfCounts(other.p, other.q).mauve < 0.3);
});
