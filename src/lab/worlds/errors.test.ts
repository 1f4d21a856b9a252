import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { fitLogLinear, probabilities } from '../learners/log-linear.js';
import { runLoop } from '../loop/loop.js';
import { parseRegime } from '../loop/regime.js';
import type { Values } from '../world.js';
import { errors } from './errors.js';

async function run(options: object, generations = 10, samples = 2000): Promise<Values[]> {
  const setup = await errors.setup(errors.parameters.parse(options), newRandom(1));
  const rows: Values[] = [];
  await runLoop(
    setup,
    { samples, growth: 0, generations, regime: parseRegime('replace') },
    {
      seed: 5,
      onGeneration: (generation) => {
        if (generation) rows.push(generation.values);
      },
    },
  );
  return rows;
}

test('with all three errors switched off nothing drifts', async () => {
  for (const { drift, tail, spread } of await run({ data: 'infinite' })) {
    assert.ok(drift < 1e-9, String(drift));
    assert.ok(Math.abs(tail - 1) < 1e-6 && Math.abs(spread - 1) < 1e-6);
  }
});

test('each error alone makes drift, and a poor family alone makes it once: a projection of itself is itself', async () => {
  const statistical = await run({});
  const poor = await run({ data: 'infinite', terms: 10 });
  const hasty = await run({ data: 'infinite', steps: 300 });
  for (const rows of [statistical, poor, hasty]) assert.ok(rows[1].drift > 1e-4);
  assert.ok(statistical[10].drift > 2 * statistical[1].drift);
  assert.ok(Math.abs(poor[10].drift / poor[1].drift - 1) < 1e-6);
});

test('more data make less statistical error', async () => {
  assert.ok((await run({}, 5, 20_000))[5].drift < (await run({}, 5, 1000))[5].drift / 2);
});

test('the optimum has the cosine moments of the data, and the full family has the data themselves', () => {
  const random = newRandom(2);
  const raw = Float64Array.from({ length: 16 }, () => 0.1 + random.uniform());
  const shares = raw.map((x) => x / raw.reduce((a, b) => a + b));
  const full = probabilities(fitLogLinear(shares, 15, 0), 16);
  for (let cell = 0; cell < 16; cell++) assert.ok(Math.abs(full[cell] - shares[cell]) < 1e-10);
  const poor = probabilities(fitLogLinear(shares, 4, 0), 16);
  for (let k = 1; k <= 4; k++) {
    const moment = (p: Float64Array) =>
      p.reduce((sum, x, cell) => sum + x * Math.cos((Math.PI * k * (cell + 0.5)) / 16), 0);
    assert.ok(Math.abs(moment(poor) - moment(shares)) < 1e-9);
  }
  const near = probabilities(fitLogLinear(shares, 15, 20_000), 16);
  for (let cell = 0; cell < 16; cell++) assert.ok(Math.abs(near[cell] - shares[cell]) < 1e-4);
});
