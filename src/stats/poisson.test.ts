import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lgamma } from './lgamma.js';
import { drawPoisson } from './poisson.js';
import { newRandom } from './random.js';

test('draws have the probabilities of the Poisson distribution on both sides of the change of method', () => {
  const random = newRandom(1);
  const n = 200_000;
  for (const mean of [0, 0.3, 4, 9.99, 10, 31.5, 400]) {
    const counts = new Map<number, number>();
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const k = drawPoisson(mean, random);
      counts.set(k, (counts.get(k) ?? 0) + 1);
      sum += k;
    }
    assert.ok(Math.abs(sum / n - mean) <= 4 * Math.sqrt(mean / n), `mean ${sum / n} of ${mean}`);
    let square = 0;
    let cells = 0;
    for (let k = 0; k <= mean + 6 * Math.sqrt(mean) + 10; k++) {
      const p = mean === 0 ? (k === 0 ? 1 : 0) : Math.exp(k * Math.log(mean) - mean - lgamma(k + 1));
      if (n * p < 10) continue;
      square += ((counts.get(k) ?? 0) - n * p) ** 2 / (n * p);
      cells++;
    }
    // Chi-square has mean `cells` and variance twice that.
    assert.ok(square < cells + 5 * Math.sqrt(2 * cells), `chi-square ${square} of ${cells} cells at ${mean}`);
  }
});
