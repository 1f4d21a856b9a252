import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import { logOdds, trainDetector } from './detector.js';

/** Points of three traits, the first with mean `apart` where human and 0 elsewhere, the last constant. */
function made(n: number, apart: number, seed: number) {
  const random = newRandom(seed);
  const human = Uint8Array.from({ length: n }, () => random.below(2));
  const values = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) values.set([5 + apart * human[i] + random.normal(), random.normal(), 7], 3 * i);
  return { human, points: { dims: 3, values } };
}

test('log odds are those of the two normals, apart (x - middle), and calibrated on data not seen', () => {
  const apart = 2;
  const { human, points } = made(20_000, apart, 1);
  const detector = trainDetector(points, human);
  const other = made(20_000, apart, 2);
  const odds = logOdds(detector, other.points);
  let off = 0;
  const bins = Array.from({ length: 10 }, () => ({ n: 0, said: 0, human: 0 }));
  for (const [i, z] of odds.entries()) {
    off += Math.abs(z - apart * (other.points.values[3 * i] - 5 - apart / 2)) / odds.length;
    const p = 1 / (1 + Math.exp(-z));
    const bin = bins[Math.min(9, Math.floor(10 * p))];
    bin.n++;
    bin.said += p;
    bin.human += other.human[i];
  }
  assert.ok(off < 0.1, `${off}`);
  // Four standard errors, and the detector's own.
  for (const { n, said, human } of bins) {
    assert.ok(Math.abs(said - human) / n < 0.02 + 4 * Math.sqrt(0.25 / n), `${said} of ${n}, ${human}`);
  }
});

test('traits that tell nothing give even odds, separated ones finite odds', () => {
  const blind = made(4000, 0, 3);
  for (const z of logOdds(trainDetector(blind.points, blind.human), blind.points))
    assert.ok(Math.abs(z) < 0.5);
  const clear = made(400, 50, 4);
  const odds = logOdds(trainDetector(clear.points, clear.human), clear.points);
  for (const [i, z] of odds.entries()) assert.ok(Number.isFinite(z) && z > 0 === (clear.human[i] === 1));
});

test('without enough of either origin it is refused', () => {
  const { points } = made(100, 1, 5);
  assert.throws(() => trainDetector(points, new Uint8Array(100).fill(1)), DataError);
});
