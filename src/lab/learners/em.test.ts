import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { Points } from '../worlds/points.js';
import { fitMixture, type MixtureFit } from './em.js';
import { expectation } from './expectation.js';
import { drawMixture, type Mixture } from './mixture.js';

interface Figures {
  iterations: number;
  converged: boolean;
  bound: number;
  weights: number[];
  means: number[];
  covariances: number[];
}

interface Case {
  name: string;
  seed: number;
  n: number;
  dims: number;
  centres: number[][];
  means: number[][];
  tol: number;
  most: number;
  first: Figures;
  again: Figures;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/em.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

/** The points of em.py. */
function pointsOf(seed: number, n: number, centres: number[][]): Points {
  const dims = centres[0].length;
  const values = new Float64Array(n * dims);
  let state = seed;
  for (let i = 0; i < values.length; i++) {
    let x = -6;
    for (let k = 0; k < 12; k++) {
      state = (state * 48271) % 2147483647;
      x += state / 2147483647;
    }
    values[i] = x + centres[Math.floor(i / dims) % centres.length][i % dims];
  }
  return { dims, values };
}

function startOf({ dims, means }: Case): Mixture {
  const unit = Array.from({ length: dims * dims }, (_, i) => (i % (dims + 1) === 0 ? 1 : 0));
  return {
    dims,
    weights: new Float64Array(means.length).fill(1 / means.length),
    means: Float64Array.from(means.flat()),
    covariances: Float64Array.from(means.flatMap(() => unit)),
  };
}

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, name: string, within = 1e-8) {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const off = Math.abs(actual[i] - expected[i]);
    assert.ok(off <= within, `${name} ${i}: ${actual[i]}, not ${expected[i]}`);
  }
}

function assertSame(fit: MixtureFit, figures: Figures, name: string) {
  assert.equal(fit.iterations, figures.iterations, `${name}: iterations`);
  assert.equal(fit.converged, figures.converged, `${name}: converged`);
  assertNear([fit.bound], [figures.bound], `${name}: bound`);
  assertNear(fit.weights, figures.weights, `${name}: weight`);
  assertNear(fit.means, figures.means, `${name}: mean`);
  assertNear(fit.covariances, figures.covariances, `${name}: covariance`);
}

test('from the same start, fits are those of scikit-learn, and so are those that go on from them', () => {
  for (const one of cases) {
    const { name, seed, n, centres, tol, most } = one;
    const options = { components: one.means.length, tol, most };
    const first = fitMixture(pointsOf(seed, n, centres), { ...options, start: startOf(one) }, newRandom(1));
    assertSame(first, one.first, name);
    const next = fitMixture(pointsOf(seed + 100, n, centres), { ...options, start: first }, newRandom(1));
    assertSame(next, one.again, `${name}, again`);
  }
});

test('every pass of the plane sums what the general one sums', () => {
  for (const one of cases.filter(({ dims }) => dims === 2)) {
    const points = pointsOf(one.seed, one.n, one.centres);
    const fast = expectation(points, startOf(one));
    const slow = expectation(points, startOf(one), new Float64Array(one.n).fill(1));
    assertNear([fast.bound], [slow.bound], `${one.name}: bound`, 1e-12);
    assertNear(fast.sums, slow.sums, `${one.name}: sum`, 1e-9);
  }
});

test('the likelihood never falls, from any start', () => {
  const points = pointsOf(3, 300, [
    [-2, 1],
    [2, 0],
    [0, 3],
  ]);
  for (const init of ['kmeans', 'random'] as const) {
    for (const components of [1, 2, 3, 6]) {
      const options = { components, tol: 0, floor: 0 };
      let last = fitMixture(points, { ...options, most: 1, init }, newRandom(7));
      const first = last.bound;
      for (let i = 0; i < 60; i++) {
        const next = fitMixture(points, { ...options, most: 1, start: last }, newRandom(7));
        assert.ok(next.bound >= last.bound - 1e-12, `${init} ${components}: ${next.bound} < ${last.bound}`);
        last = next;
      }
      if (components > 1) assert.ok(last.bound > first, `${init} ${components}: nothing was learnt`);
    }
  }
});

test('going on in two steps is the same as in one', () => {
  const points = pointsOf(4, 200, [
    [-1, 0],
    [1, 0],
  ]);
  const options = { components: 2, tol: 0 };
  const whole = fitMixture(points, { ...options, most: 30 }, newRandom(2));
  const half = fitMixture(points, { ...options, most: 10 }, newRandom(2));
  assert.deepEqual(fitMixture(points, { ...options, most: 20, start: half }, newRandom(9)), {
    ...whole,
    iterations: 20,
  });
});

test('k-means finds clusters that lie apart, with their shares, and one component is the sample itself', () => {
  const truth: Mixture = {
    dims: 2,
    weights: Float64Array.of(0.2, 0.5, 0.3),
    means: Float64Array.of(0, 0, 20, 0, 0, 20),
    covariances: Float64Array.of(1, 0, 0, 1, 2, 1, 1, 2, 1, -0.5, -0.5, 1),
  };
  const n = 20_000;
  const points = drawMixture(truth, n, newRandom(1));
  const fit = fitMixture(points, { components: 3, tol: 1e-6, most: 100 }, newRandom(2));
  assert.ok(fit.converged && fit.iterations < 5, `${fit.iterations} iterations`);
  for (let k = 0; k < 3; k++) {
    let found = 0;
    const far = (c: number) =>
      Math.hypot(fit.means[2 * c] - truth.means[2 * k], fit.means[2 * c + 1] - truth.means[2 * k + 1]);
    for (let c = 1; c < 3; c++) if (far(c) < far(found)) found = c;
    assert.ok(far(found) < 0.08, `component ${k}: mean off by ${far(found)}`);
    assert.ok(Math.abs(fit.weights[found] - truth.weights[k]) < 4 * Math.sqrt(0.25 / n));
    for (let i = 0; i < 4; i++) {
      const off = Math.abs(fit.covariances[4 * found + i] - truth.covariances[4 * k + i]);
      assert.ok(off < 4 * 2 * Math.sqrt(2 / (0.2 * n)), `component ${k}: covariance off by ${off}`);
    }
  }
  const one = fitMixture(points, { components: 1, tol: 1e-6, most: 100, floor: 0 }, newRandom(2));
  let mean = 0;
  for (let i = 0; i < 2 * n; i += 2) mean += points.values[i] / n;
  let variance = 0;
  for (let i = 0; i < 2 * n; i += 2) variance += (points.values[i] - mean) ** 2 / n;
  assertNear([one.means[0], one.covariances[0]], [mean, variance], 'one component', 1e-9);
});

test('weights count as copies', () => {
  const points = pointsOf(5, 60, [
    [-1, 0],
    [1, 0],
  ]);
  const weights = Float64Array.from({ length: 60 }, (_, i) => 1 + (i % 3));
  const copies: number[] = [];
  for (let i = 0; i < 60; i++) {
    for (let c = 0; c < weights[i]; c++) copies.push(points.values[2 * i], points.values[2 * i + 1]);
  }
  const start = fitMixture(points, { components: 2, tol: 0, most: 1 }, newRandom(3));
  const options = { components: 2, tol: 0, most: 20, start };
  const weighted = fitMixture(points, { ...options, weights }, newRandom(1));
  const copied = fitMixture({ dims: 2, values: Float64Array.from(copies) }, options, newRandom(1));
  assertNear(weighted.means, copied.means, 'mean', 1e-9);
  assertNear(weighted.covariances, copied.covariances, 'covariance', 1e-9);
  assertNear([weighted.bound], [copied.bound], 'bound', 1e-12);
});

test('too few points, and points without spread, are refused with a remedy', () => {
  const points = pointsOf(1, 3, [[0, 0]]);
  const options = { components: 4, tol: 0, most: 5 };
  assert.throws(
    () => fitMixture(points, options, newRandom(1)),
    /3 points are too few for 4 components; give more samples/,
  );
  const same = { dims: 2, values: new Float64Array(20).fill(1) };
  assert.throws(
    () => fitMixture(same, { ...options, components: 1, floor: 0 }, newRandom(1)),
    /no spread in some direction; fit fewer components/,
  );
});
