import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedFolder } from '../test/shared.js';
import { gram } from './gram.js';
import { newRandom } from './random.js';
import { spectrum } from './spectrum.js';
import { eigenvalues } from './symmetric.js';
import { vendi } from './vendi.js';

const near = (actual: number, expected: number, error: number) =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual} is not ${expected} ± ${error}`);

test('spectrum of the second difference matrix is 2 - 2 cos(k π / (n + 1))', () => {
  for (const n of [1, 2, 3, 10, 101]) {
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2;
      if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
    }
    spectrum(matrix, n).forEach((value, k) => {
      near(value, 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 1e-13 * n);
    });
  }
});

test('spectrum gives what Jacobi gives, also where eigenvalues are equal, zero or far apart', () => {
  const random = newRandom(1);
  for (const [n, rows, scale] of [
    [30, 60, 1],
    [30, 7, 1],
    [12, 40, 1e6],
  ]) {
    const x = Float64Array.from({ length: n * rows }, (_, i) => random.normal() * (i % n === 0 ? scale : 1));
    const matrix = gram(x, rows, n);
    const expected = eigenvalues(matrix, n).sort();
    const largest = expected[n - 1];
    spectrum(matrix, n).forEach((value, k) => {
      near(value, expected[k], 1e-13 * largest);
    });
  }
  assert.deepEqual([...spectrum(new Float64Array(9), 3)], [0, 0, 0]);
  assert.deepEqual([...spectrum(Float64Array.of(3, 0, 0, 0, 3, 0, 0, 0, 3), 3)], [3, 3, 3]);
});

test('gram is the sum of the products, whatever the numbers of rows and columns', () => {
  const random = newRandom(2);
  for (const [n, d] of [
    [1, 1],
    [5, 3],
    [300, 7],
    [513, 10],
  ]) {
    const x = Float64Array.from({ length: n * d }, () => random.normal());
    const product = gram(x, n, d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        let sum = 0;
        for (let r = 0; r < n; r++) sum += x[r * d + i] * x[r * d + j];
        near(product[i * d + j], sum, 1e-10);
      }
    }
  }
});

test('vendi counts rows at right angles, and copies of a row once', () => {
  const unit = (i: number) => Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0));
  near(vendi([0, 1, 2, 3, 4].flatMap(unit), 5, 8), 5, 1e-12);
  near(vendi([0, 1, 2, 0, 1, 2].flatMap(unit), 6, 8), 3, 1e-12);
  near(vendi([3, 3, 3].flatMap(unit), 3, 8), 1, 1e-12);
  // Two rows at cosine c: eigenvalues (1 ± c) / 2.
  const c = 0.6;
  const [a, b] = [(1 + c) / 2, (1 - c) / 2];
  near(vendi([1, 0, c, Math.sqrt(1 - c * c)], 2, 2), Math.exp(-a * Math.log(a) - b * Math.log(b)), 1e-12);
  near(vendi([1, 0, c, Math.sqrt(1 - c * c)], 2, 2, 2), 1 / (a * a + b * b), 1e-12);
  near(vendi([1, 0, c, Math.sqrt(1 - c * c)], 2, 2, Number.POSITIVE_INFINITY), 1 / a, 1e-12);
});

test("vendi equals the authors' program on 2,926 embeddings, at every order that it gives", (t) => {
  const folder = sharedFolder(t);
  if (folder === null) return;
  const file = readFileSync(`${folder}golden/inputs/emb_ref5.npy`);
  const start = 10 + file.readUInt16LE(8);
  const rows = Float64Array.from({ length: (file.length - start) / 4 }, (_, i) =>
    file.readFloatLE(start + 4 * i),
  );
  const values = (n: number) =>
    JSON.parse(readFileSync(`${folder}golden/vendi.ref5.${n}.json`, 'utf8')).values as Record<string, number>;
  for (const n of [500, 1000, 2926]) {
    const of = values(n);
    // The rows are rounded to 32 bits, and the authors' program brings their lengths to 1 again.
    near(vendi(rows, n, 256), of.score_dual_q1, 1e-5 * of.score_dual_q1);
    if (n === 2926) continue;
    near(vendi(rows, n, 256, 2), of.score_K_q2, 1e-5 * of.score_K_q2);
    near(vendi(rows, n, 256, Number.POSITIVE_INFINITY), of.score_K_qinf, 1e-5 * of.score_K_qinf);
  }
});
