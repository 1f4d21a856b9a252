import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { assertTakenUp } from '../../test/taken-up.js';
import { drawMixture, type Mixture, mixtureVariance } from '../learners/mixture.js';
import { mixtureDistance } from '../learners/mixture-distance.js';
import { cannotServe } from '../loop/served.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import type { Setup } from '../world.js';
import { mixture } from './mixture.js';
import { CENTRES, truthOf } from './mixture-truths.js';

const skew: Mixture = {
  dims: 2,
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(0.5, -1, 1, 1),
  covariances: Float64Array.of(1, 0.5, 0.5, 2, 0.3, -0.1, -0.1, 0.4),
};

test('the squared distance is the integral of the squared difference', () => {
  const density = ({ weights, means, covariances }: Mixture, x: number, y: number) => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      const [a, b, , d] = covariances.subarray(4 * k, 4 * k + 4);
      const determinant = a * d - b * b;
      const [u, v] = [x - means[2 * k], y - means[2 * k + 1]];
      const exponent = (d * u * u - 2 * b * u * v + a * v * v) / determinant;
      sum += (weights[k] * Math.exp(-exponent / 2)) / (2 * Math.PI * Math.sqrt(determinant));
    }
    return sum;
  };
  for (const truth of [truthOf('one'), truthOf('two')]) {
    // Sums over a grid of such smooth functions are right to rounding.
    let integral = 0;
    const step = 0.1;
    for (let x = -12; x <= 12; x += step) {
      for (let y = -12; y <= 12; y += step) {
        integral += (density(truth, x, y) - density(skew, x, y)) ** 2 * step * step;
      }
    }
    assert.ok(Math.abs(mixtureDistance(truth, skew) - integral) < 1e-10, `not ${integral}`);
    assert.equal(mixtureDistance(skew, skew), 0);
  }
  // Of a point-like normal of deviation s from far off: 1 / (4 pi s^2) + 1 / (4 pi).
  const point = {
    ...truthOf('one'),
    means: Float64Array.of(50, 0),
    covariances: Float64Array.of(1e-4, 0, 0, 1e-4),
  };
  const far = mixtureDistance(truthOf('one'), point);
  assert.ok(Math.abs(far - (1e4 + 1) / (4 * Math.PI)) < 1e-8, String(far));
});

test('points drawn have the moments of their mixture, and lambda scales the components alone', () => {
  const n = 100_000;
  for (const lambda of [1, 0.25]) {
    const { values } = drawMixture(skew, n, newRandom(4), lambda);
    const mean = [0, 1].map((j) => 0.3 * skew.means[j] + 0.7 * skew.means[2 + j]);
    const covariance = [0, 1, 3].map((at) => {
      const [i, j] = [at >> 1, at & 1];
      const own = 0.3 * skew.covariances[at] + 0.7 * skew.covariances[4 + at];
      const apart =
        0.3 * (skew.means[i] - mean[i]) * (skew.means[j] - mean[j]) +
        0.7 * (skew.means[2 + i] - mean[i]) * (skew.means[2 + j] - mean[j]);
      return lambda * own + apart;
    });
    const found = [0, 0, 0];
    for (let p = 0; p < values.length; p += 2) {
      const [u, v] = [values[p] - mean[0], values[p + 1] - mean[1]];
      found[0] += (u * u) / n;
      found[1] += (u * v) / n;
      found[2] += (v * v) / n;
    }
    found.forEach((x, i) => {
      assert.ok(
        Math.abs(x - covariance[i]) < 4 * (3 / Math.sqrt(n)),
        `${lambda} ${i}: ${x}, ${covariance[i]}`,
      );
    });
    if (lambda === 1)
      assert.ok(Math.abs(mixtureVariance(skew) - (covariance[0] + covariance[2]) / 2) < 1e-12);
  }
});

test('real data are on all modes, with the tails of their modes, wherever the centres are', async () => {
  for (const centres of CENTRES) {
    const [run] = await simulate({
      world: mixture,
      with: { centres, components: truthOf(centres).weights.length },
      samples: 5000,
      generations: 1,
      seed: 2,
      runs: 1,
    });
    const { l2, sd, variance, modes, tail, off, precision, recall } = run[0]!;
    assert.equal(l2, 0);
    assert.ok(Math.abs(sd ** 2 - mixtureVariance(truthOf(centres))) < 1e-12);
    assert.ok(Math.abs(variance - 1) < 1e-12);
    assert.equal(modes, 1);
    // Where modes overlap, the point next to one may come from the other.
    if (centres !== 'two') assert.ok(Math.abs(tail - 1) < 4 * Math.sqrt(6.4 / 5000), `${centres}: ${tail}`);
    assert.ok(off < 0.003 && precision > 0.95 && recall > 0.95, `${centres}: ${precision} ${recall}`);
  }
});

test('one component is the normal distribution, whose variance falls by lambda (1 - 1/n) a generation', async () => {
  const [n, generations, lambda] = [50, 10, 0.9];
  const runs = await simulate({
    world: mixture,
    with: { components: 1, test: 0, subsample: 0 },
    regime: `lambda:${lambda}`,
    samples: n,
    generations,
    every: generations,
    seed: 5,
    runs: 1000,
  });
  const { mean, se } = meanOf(column(runs, generations, 'variance'));
  // The first fit learns from real data, which nothing bends.
  const theory = lambda ** (generations - 1) * (1 - 1 / n) ** generations;
  assert.ok(Math.abs(mean - theory) < 4 * se && se < 0.02 * theory, `${mean} ± ${se}, not ${theory}`);
});

test('replacing shrinks two components, and a tenth of real data holds them', async () => {
  const at = async (regime: string) => {
    const options = { world: mixture, with: { test: 0, subsample: 0 }, samples: 100, seed: 3, runs: 5 };
    const runs = await simulate({ ...options, regime, generations: 150, every: 150 });
    return column(runs, 150, 'sd').sort((a, b) => a - b)[2];
  };
  const [replace, anchored] = [await at('replace'), await at('anchor:0.1')];
  assert.ok(replace < 0.5 && anchored > 0.8, `${replace} ${anchored}`);
});

test('it serves every regime but the detector of texts, and a run taken up ends in the same bytes', async () => {
  const setup = (await mixture.setup(mixture.parameters.parse({}), newRandom(1))) as Setup<unknown, unknown>;
  assert.deepEqual(cannotServe(setup), ['detect']);
  const base = { world: mixture, samples: 80, generations: 4, with: { test: 50, subsample: 50 } };
  for (const regime of [
    'replace',
    'accumulate+fresh:0.2',
    'accumulate-subsample',
    'anchor:0.1+weighted:0.5',
    'verify:0.9/0.5',
    'noise:0.1+target:0.2',
    'detector:0.9+edit:0.5',
    'ensemble:2',
    'transfer+lambda:0.9+temperature:0.8+keep:0.9',
  ]) {
    await assertTakenUp({ ...base, regime });
  }
  await assertTakenUp({
    ...base,
    regime: 'replace',
    with: { centres: 'grid25', components: 25, init: 'random' },
  });
});
