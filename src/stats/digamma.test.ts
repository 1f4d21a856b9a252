import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digamma } from './digamma.js';
import { lgamma } from './lgamma.js';

test('digamma at 1, 1/2 and 10 (Euler, and the harmonic numbers)', () => {
  const euler = 0.5772156649015329;
  assert.ok(Math.abs(digamma(1) + euler) < 1e-13);
  assert.ok(Math.abs(digamma(0.5) + euler + 2 * Math.log(2)) < 1e-13);
  assert.ok(Math.abs(digamma(10) - (7129 / 2520 - euler)) < 1e-13);
});

test('digamma is the slope of lgamma', () => {
  for (const x of [0.7, 4.5, 49.5, 5000]) {
    const h = 1e-4 * x;
    assert.ok(Math.abs((lgamma(x + h) - lgamma(x - h)) / (2 * h) - digamma(x)) < 1e-6, String(x));
  }
});
