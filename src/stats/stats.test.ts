import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absent } from './absent.js';
import { benjaminiHochberg } from './benjamini-hochberg.js';
import { hypergeometricLower } from './hypergeometric.js';
import { incompleteBeta } from './incomplete-beta.js';
import { lgamma } from './lgamma.js';
import { permutation, rng } from './rng.js';
import { shareRatioInterval, shareRatioP } from './share-ratio.js';
import { tQuantile, tTwoSided } from './student-t.js';

const near = (actual: number, expected: number, error: number) =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual} is not ${expected} ± ${error}`);

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product = (product * (n - i)) / (i + 1);
  return k > n ? 0 : product;
}

test('absent is C(G-k, g) / C(G, g) for whole g, and continuous between', () => {
  for (let G = 1; G <= 12; G++) {
    for (let k = 0; k <= G; k++) {
      for (let g = 0; g <= G; g++) near(absent(G, k, g), choose(G - k, g) / choose(G, g), 1e-12);
    }
  }
  near(absent(10, 3, 4 - 1e-9), absent(10, 3, 4), 1e-7);
});

test('lgamma is the logarithm of factorials and of Γ(1/2) = √π', () => {
  let log = 0;
  for (let n = 1; n <= 50; n++) {
    near(lgamma(n), log, 1e-10 * Math.max(1, log));
    log += Math.log(n);
  }
  near(lgamma(0.5), Math.log(Math.sqrt(Math.PI)), 1e-12);
});

test('incompleteBeta matches its closed forms', () => {
  near(incompleteBeta(0.3, 1, 1), 0.3, 1e-12);
  near(incompleteBeta(0.3, 2, 1), 0.09, 1e-12);
  near(incompleteBeta(0.7, 3, 5), 1 - incompleteBeta(0.3, 5, 3), 1e-12);
});

test('Student t quantiles are those of the printed tables', () => {
  for (const [df, t] of [
    [1, 12.7062],
    [5, 2.5706],
    [10, 2.2281],
    [30, 2.0423],
  ]) {
    near(tQuantile(0.95, df), t, 5e-5);
    near(tTwoSided(t, df), 0.05, 5e-6);
  }
});

test("Benjamini-Hochberg gives the paper's worked order and leaves null out", () => {
  const q = benjaminiHochberg([0.01, null, 0.04, 0.03, 0.005]);
  assert.deepEqual(
    q.map((x) => (x === null ? null : Number(x.toFixed(6)))),
    [0.02, null, 0.04, 0.04, 0.02],
  );
});

test('hypergeometricLower sums the exact probabilities', () => {
  for (const [all, marked, draws] of [
    [20, 7, 12],
    [10, 3, 3],
    [64, 32, 32],
  ]) {
    let sum = 0;
    for (let x = 0; x <= Math.min(marked, draws); x++) {
      sum += (choose(marked, x) * choose(all - marked, draws - x)) / choose(all, draws);
      near(hypergeometricLower(x, all, marked, draws), sum, 1e-10);
    }
  }
});

test('shareRatioInterval holds the ratio, does not shrink to a point at 0, and narrows with n', () => {
  const [lo, hi] = shareRatioInterval(10, 100, 5, 100);
  assert.ok(lo < 0.9 / 0.95 && 0.9 / 0.95 < hi);
  const [zeroLo, zeroHi] = shareRatioInterval(0, 50, 0, 50);
  assert.ok(zeroLo < 0.95 && zeroHi > 1.05);
  const [wideLo] = shareRatioInterval(0, 5000, 0, 5000);
  assert.ok(wideLo > 0.999 && wideLo < 1);
});

test("shareRatioP is Fisher's exact test (tea tasting: one-sided 17/70)", () => {
  near(shareRatioP(1, 4, 3, 4), Math.min(1, 2 * (17 / 70)), 1e-10);
  assert.ok(shareRatioP(0, 100, 0, 100) === 1);
});

test('rng gives the same numbers for the same seed, and permutations are permutations', () => {
  const a = rng(5);
  const b = rng(5);
  for (let i = 0; i < 100; i++) assert.equal(a(1000), b(1000));
  assert.deepEqual(
    permutation(50, rng(1)).sort((x, y) => x - y),
    Array.from({ length: 50 }, (_, i) => i),
  );
  assert.notDeepEqual(permutation(50, rng(1)), permutation(50, rng(2)));
});
