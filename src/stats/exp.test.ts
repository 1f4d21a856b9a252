import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exp } from './exp.js';

test('e^x is that of the platform, to two units in the last place', () => {
  let worst = 0;
  for (let i = -700_000; i <= 700_000; i += 7) {
    const x = i / 1000 + 1e-7 * (i % 13);
    if (Math.abs(x) > 700) continue;
    worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
  }
  assert.ok(worst < 2.1 * Number.EPSILON, `${worst}`);
  assert.equal(exp(0), 1);
  assert.ok(Number.isNaN(exp(Number.NaN)));
});
