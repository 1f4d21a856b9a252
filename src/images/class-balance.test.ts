import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanceOf, classShares, lostClasses, variationOf } from './class-balance.js';

test('balance is entropy over its most', () => {
  assert.equal(balanceOf(Float64Array.of(0.25, 0.25, 0.25, 0.25)), 1);
  assert.equal(balanceOf(Float64Array.of(0, 1, 0)), 0);
  // Half, a quarter, two eighths: 1.75 of 2 bits.
  assert.ok(Math.abs(balanceOf(classShares([0, 0, 0, 0, 1, 1, 2, 3], 4)) - 1.75 / 2) < 1e-12);
});

test('variation is the share that would have to change class', () => {
  const first = classShares([0, 0, 1, 1], 3);
  assert.equal(variationOf(first, classShares([0, 0, 1, 1], 3)), 0);
  assert.equal(variationOf(first, classShares([0, 0, 0, 1], 3)), 0.25);
  assert.equal(variationOf(first, classShares([2, 2, 2, 2], 3)), 1);
});

test('lost is what is made less than a tenth as often as at first, and was there', () => {
  const first = Float64Array.of(0.5, 0.5, 0);
  assert.deepEqual(lostClasses(first, Float64Array.of(0.96, 0.04, 0)), [1]);
  assert.deepEqual(lostClasses(first, Float64Array.of(0.94, 0.06, 0)), []);
});
