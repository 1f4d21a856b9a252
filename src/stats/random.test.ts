import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { newRandom } from './random.js';

test('normal has the moments and the tails of the standard normal', () => {
  const random = newRandom(1, 2);
  const n = 2_000_000;
  const sums = [0, 0, 0, 0];
  const beyond = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    let power = 1;
    for (let m = 0; m < 4; m++) {
      power *= x;
      sums[m] += power;
    }
    for (let k = 1; k <= 4; k++) if (x > k) beyond[k - 1]++;
  }
  // Standard errors: sqrt(E x^2m - (E x^m)^2) / sqrt(n).
  [0, 1, 0, 3].forEach((mean, m) => {
    const error = Math.sqrt([1, 2, 15, 96][m] / n);
    assert.ok(Math.abs(sums[m] / n - mean) < 4 * error, `moment ${m + 1}: ${sums[m] / n}`);
  });
  [0.158655254, 0.022750132, 0.001349898, 3.16712e-5].forEach((p, k) => {
    const error = Math.sqrt((p * (1 - p)) / n);
    assert.ok(Math.abs(beyond[k] / n - p) < 4 * error, `beyond ${k + 1}: ${beyond[k] / n}`);
  });
});

test('normal fills every quantile alike', () => {
  const random = newRandom(7);
  const n = 1_000_000;
  const bounds = [-1.281551566, -0.841621234, -0.524400513, -0.253347103, 0, 0.253347103, 0.524400513];
  const below = bounds.map(() => 0);
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    bounds.forEach((bound, b) => {
      if (x < bound) below[b]++;
    });
  }
  below.forEach((count, b) => {
    const p = 0.1 * (b + 1);
    assert.ok(Math.abs(count / n - p) < 4 * Math.sqrt((p * (1 - p)) / n), `${bounds[b]}: ${count / n}`);
  });
});

test('streams repeat, and differ in every part of their path', () => {
  const first = (...path: [number, ...number[]]) => {
    const random = newRandom(...path);
    return [random.uniform(), random.uniform(), random.normal()].join();
  };
  assert.equal(first(3, 1, 4), first(3, 1, 4));
  const streams = new Set<string>();
  for (let seed = 0; seed < 40; seed++)
    for (let a = 0; a < 20; a++) for (const b of [0, 1, 2 ** 32]) streams.add(first(seed, a, b));
  assert.equal(streams.size, 40 * 20 * 3);
});

test('neighbouring seeds are uncorrelated, and below is uniform', () => {
  const n = 20_000;
  let product = 0;
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < n; seed++) {
    product += newRandom(seed, 5).normal() * newRandom(seed + 1, 5).normal();
    counts[newRandom(seed, 6).below(10)]++;
  }
  assert.ok(Math.abs(product / n) < 4 / Math.sqrt(n), String(product / n));
  for (const count of counts) assert.ok(Math.abs(count - n / 10) < 4 * Math.sqrt(n * 0.09), String(counts));
});

test('the bits are those of xoroshiro128+ from the same state', () => {
  const random = newRandom(11, 3);
  const { s01, s00, s11, s10 } = random as unknown as Record<'s01' | 's00' | 's11' | 's10', number>;
  const twin = xoroshiro128plusFromState([s01, s00, s11, s10]);
  for (let i = 0; i < 10_000; i++) {
    const high = twin.next() >>> 5;
    const low = twin.next() >>> 6;
    assert.equal(random.uniform(), (high * 2 ** 26 + low) / 2 ** 53);
  }
});

test('filled normals are those drawn one by one, and the stream goes on where they end', () => {
  const [filled, single] = [newRandom(5, 5), newRandom(5, 5)];
  for (const length of [0, 1, 7, 5000]) {
    const into = new Float64Array(length);
    filled.fillNormal(into);
    for (const x of into) assert.equal(x, single.normal());
    assert.equal(filled.uniform(), single.uniform());
  }
});
