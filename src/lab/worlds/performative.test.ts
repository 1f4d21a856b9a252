import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amplification } from '../verify/responses.js';
import { column, simulate } from '../verify/simulate.js';
import { performative } from './performative.js';

test('without noise the quadratic problem contracts by eps beta / gamma to the last digit', async () => {
  const [rows] = await simulate({
    world: performative,
    with: { problem: 'quadratic', eps: 0.7, beta: 1.5, gamma: 3, noise: 0 },
    samples: 2,
    generations: 8,
    seed: 1,
    runs: 1,
  });
  for (let g = 2; g <= 8; g++) {
    const ratio = rows[g]!.step / rows[g - 1]!.step;
    assert.ok(Math.abs(ratio - (0.7 * 1.5) / 3) < 1e-9, `generation ${g}: ${ratio}`);
  }
  assert.ok(rows[8]!.distance < 1e-3);
});

test('without a response the credit score stays where it is after one fit', async () => {
  const runs = await simulate({
    world: performative,
    with: { eps: 0 },
    samples: 500,
    generations: 3,
    seed: 1,
    runs: 3,
  });
  for (const g of [2, 3]) assert.ok(column(runs, g, 'step').every((step) => step < 1e-8));
  assert.ok(column(runs, 3, 'moved').every((moved) => moved === 0));
  assert.ok(column(runs, 3, 'wrong').every((wrong) => wrong > 0.1 && wrong < 0.35));
});

test('the bound on data feedback has the published values and limits', () => {
  assert.equal(amplification(50_000, 1000, 4000, 100).toFixed(2), '2.51');
  assert.equal(amplification(50_000, 2500, 2500, 100).toFixed(2), '1.70');
  // The gap to (m + k) / m closes as t^(-m / (m + k)).
  assert.ok(Math.abs(amplification(50, 2500, 2500, 2000) - 2) < 2000 ** -0.5);
  // Ratios of sizes alone matter.
  const small = amplification(5000, 100, 400, 50);
  assert.ok(Math.abs(small - amplification(50_000, 1000, 4000, 50)) < 1e-12);
});
