import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { drawToken, type Sampling, sampleToken } from './sample-token.js';

const PROBABILITIES = [0.1, 0.4, 0.05, 0.3, 0.15];
const logits = Float32Array.from(PROBABILITIES, Math.log);
const DRAWS = 20000;

function frequencies(sampling: Sampling): number[] {
  const random = newRandom(5);
  const counts = PROBABILITIES.map(() => 0);
  for (let i = 0; i < DRAWS; i++) counts[sampleToken(logits, random, sampling)]++;
  return counts.map((count) => count / DRAWS);
}

function near(found: number[], weights: number[]): void {
  const sum = weights.reduce((a, b) => a + b);
  for (const [i, weight] of weights.entries()) {
    const p = weight / sum;
    // Five standard errors.
    const width = 5 * Math.sqrt((p * (1 - p)) / DRAWS);
    assert.ok(Math.abs(found[i] - p) <= width, `token ${i}: ${found[i]}, expected ${p}`);
  }
}

test('tokens come as often as their probability', () => near(frequencies({}), PROBABILITIES));

test('a temperature of 1/2 squares the probabilities', () =>
  near(
    frequencies({ temperature: 0.5 }),
    PROBABILITIES.map((p) => p * p),
  ));

test('topK keeps the most probable', () => near(frequencies({ topK: 2 }), [0, 0.4, 0, 0.3, 0]));

test('topP keeps the fewest that have the mass', () => {
  near(frequencies({ topP: 0.69 }), [0, 0.4, 0, 0.3, 0]);
  near(frequencies({ topP: 0.71 }), [0, 0.4, 0, 0.3, 0.15]);
  near(frequencies({ topP: 0.01 }), [0, 1, 0, 0, 0]);
});

test('of equally probable tokens the first are kept', () => {
  const equal = Float32Array.of(1, 2, 2, 2, 1);
  for (const sampling of [{ topK: 2 }, { topP: 0.4 }]) {
    const random = newRandom(7);
    const drawn = new Set(Array.from({ length: 200 }, () => drawToken(equal, random, sampling)));
    assert.deepEqual(drawn, new Set([1, 2]), JSON.stringify(sampling));
  }
});

test('topP is of what topK left', () => near(frequencies({ topK: 3, topP: 0.8 }), [0, 0.4, 0, 0.3, 0]));

test('temperature 0 takes the most probable, of equals the first', () => {
  near(frequencies({ temperature: 0 }), [0, 1, 0, 0, 0]);
  assert.equal(sampleToken(Float32Array.of(1, 2, 2), newRandom(1), { temperature: 0 }), 1);
});

test('a repetition penalty divides positive logits of written tokens, and multiplies negative ones, once', () => {
  const given = Float32Array.of(2, 1.5, -1, -1.5);
  const random = newRandom(3);
  const draw = (repetitionPenalty: number, written: number[]) =>
    sampleToken(given, random, { temperature: 0, repetitionPenalty }, written);
  assert.equal(draw(1.3, []), 0);
  assert.equal(draw(1.3, [0]), 0, '2 / 1.3 is above 1.5');
  assert.equal(draw(1.3, [0, 0, 0]), 0, 'written three times, lowered once');
  assert.equal(draw(1.4, [0]), 1);
  assert.equal(draw(1.4, [0, 1]), 0);
  assert.deepEqual([...given], [2, 1.5, -1, -1.5], 'the given logits stay');

  const counts = [0, 0, 0, 0];
  const sampling = { repetitionPenalty: 2, temperature: 0.5 };
  for (let i = 0; i < DRAWS; i++) counts[sampleToken(given, random, sampling, [0, 2, 2])]++;
  // exp(logit / temperature) of the logits 1, 1.5, -2, -1.5.
  near(
    counts.map((count) => count / DRAWS),
    [2, 3, -4, -3].map(Math.exp),
  );
});
