import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { Seen, Setup } from '../world.js';
import { type Kernels, kernel } from './kernel.js';
import type { Points } from './points.js';
import { SHAPES, shapeOf } from './shapes.js';

const UNBENT = { lambda: 1, temperature: 1, keep: 1 };

const setup = (options: object) =>
  kernel.setup(kernel.parameters.parse(options), newRandom(5)) as Setup<Points, Kernels>;

test('every coordinate of every shape has mean 0 and variance 1, and its points lie on it', () => {
  const n = 20_000;
  for (const name of SHAPES) {
    const shape = shapeOf(name);
    const values = new Float64Array(n * shape.dims);
    const random = newRandom(1);
    for (let i = 0; i < n; i++) shape.draw(random, values, i * shape.dims);
    for (let j = 0; j < shape.dims; j++) {
      let [sum, square, fourth] = [0, 0, 0];
      for (let i = j; i < values.length; i += shape.dims) {
        sum += values[i];
        square += values[i] ** 2;
        fourth += values[i] ** 4;
      }
      const error = Math.sqrt((fourth / n - 1) / n);
      assert.ok(Math.abs(sum / n) < 4 / Math.sqrt(n), `${name} ${j}: mean ${sum / n}`);
      assert.ok(Math.abs(square / n - 1) < 4 * error, `${name} ${j}: variance ${square / n}`);
    }
    let off = 0;
    for (let i = 0; i < 1000; i++) if (shape.distance(values, i * shape.dims) > 4) off++;
    assert.ok(off <= 5, `${name}: ${off} of 1000 real points lie off the shape`);
  }
});

test('weights steer variance and draws, and equal weights change nothing', () => {
  const world = setup({ bandwidth: 0.01 });
  const data = { dims: 1, values: Float64Array.of(-1, 0, 5) };
  const human = new Uint8Array(3);
  const probe = (weights?: number[]) => {
    const training = weights ? { data, human, weights: Float64Array.from(weights) } : { data, human };
    const model = world.fit(training, newRandom(1)) as Kernels;
    const seen: Seen<Points, Kernels> = {
      generation: 1,
      model,
      training,
      sample: world.sample(model, 2000, newRandom(2), UNBENT, 1) as Points,
      first: data,
      random: newRandom(3),
    };
    return { values: world.probe(seen) as Record<string, number>, sample: seen.sample };
  };
  assert.ok(Math.abs(probe([1, 1, 1]).values.variance - probe().values.variance) < 1e-12);
  const bent = probe([2, 0, 1]);
  assert.ok(Math.abs(bent.values.variance - (8 + 0.0001)) < 1e-9);
  const high = bent.sample.values.filter((x) => x > 4).length;
  assert.ok(bent.sample.values.every((x) => Math.abs(x) > 0.5));
  assert.ok(Math.abs(high - 2000 / 3) < 4 * Math.sqrt(2000 * (2 / 9)), `${high} of 2000`);
});

test('the likelihood of one kernel is the normal density, and far from it stays finite', () => {
  const world = setup({ bandwidth: 0.5, test: 4000 });
  const surprise = (at: number) => {
    const data = { dims: 1, values: Float64Array.of(at) };
    const training = { data, human: new Uint8Array(1) };
    const model = world.fit(training, newRandom(1)) as Kernels;
    const seen = { generation: 1, model, training, sample: data, first: data, random: newRandom(1) };
    return (world.probe(seen) as Record<string, number>).nll;
  };
  // E[x^2] = 1 under the truth.
  const theory = 0.5 * Math.log(2 * Math.PI * 0.25) + 1 / (2 * 0.25);
  assert.ok(Math.abs(surprise(0) - theory) < 4 * (2 * Math.sqrt(2 / 4000)));
  assert.ok(surprise(1000) > 1e5 && Number.isFinite(surprise(1000)));
});
