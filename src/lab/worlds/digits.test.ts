import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { LabInput } from '../lab-input.js';
import { runLoop } from '../loop/loop.js';
import type { LoopState } from '../loop/next-training.js';
import { parseRegime } from '../loop/regime.js';
import type { Values } from '../world.js';
import { digits } from './digits.js';

const SIDE = 10;

/** Round spots of many places and two sizes: there is much to lose. */
function spots(count: number, side = SIDE): LabInput {
  const random = newRandom(5);
  const pixels = new Uint8Array(count * side * side);
  for (let i = 0; i < count; i++) {
    const [x, y, size] = [1.5 + 6 * random.uniform(), 1.5 + 6 * random.uniform(), 1 + random.below(2)];
    for (let j = 0; j < side * side; j++) {
      const square = ((j % side) - x) ** 2 + (Math.floor(j / side) - y) ** 2;
      pixels[i * side * side + j] = 255 * Math.exp(-square / (2 * size * size));
    }
  }
  return { kind: 'images', name: 'spots', width: side, height: side, pixels };
}

const input = spots(600);
const options = { steps: 150, batch: 64, hidden: 48, latent: 4, rate: 3e-3 };

async function run(
  regime: string,
  {
    from,
    with: own,
    images = input,
  }: { from?: LoopState<unknown, unknown>; with?: object; images?: LabInput } = {},
) {
  // A setup of its own, as a new process has.
  const setup = await digits.setup(
    digits.parameters.parse({ ...options, ...own }),
    newRandom(7, 0, 0),
    images,
  );
  const rows: Values[] = [];
  const states: LoopState<unknown, unknown>[] = [];
  await runLoop(
    setup,
    { samples: 400, growth: 0, generations: 4, regime: parseRegime(regime) },
    {
      seed: 7,
      from,
      onGeneration: (generation, state) => {
        if (generation) rows.push(generation.values);
        states.push(structuredClone(state));
      },
    },
  );
  return { rows, states };
}

test('images learnt from images lose their spread under replace, more than with real ones among them', async () => {
  const { rows } = await run('replace');
  const spread = rows.map((row) => row.spread);
  assert.equal(spread[0], 1);
  for (let g = 2; g <= 4; g++) assert.ok(spread[g] < spread[g - 1], `${spread}`);
  assert.ok(rows[4]['held-out'] > rows[1]['held-out'], 'real images become stranger to the model');
  const half = await run('anchor:0.5');
  assert.ok(half.rows[4].spread > spread[4], `${half.rows[4].spread}, without real images ${spread[4]}`);
});

test('a run taken up in another process ends in the same figures', async () => {
  for (const regime of ['replace', 'accumulate+fresh:0.2', 'ensemble:2+transfer']) {
    const whole = await run(regime, { with: { steps: 20 } });
    const rest = await run(regime, { with: { steps: 20 }, from: structuredClone(whole.states[2]) });
    assert.deepEqual(rest.rows, whole.rows.slice(3), regime);
  }
});

test('so does one of convolutions, which needs squares that can be halved twice', async () => {
  const own = { network: 'convolutional', capacity: 4, steps: 20, penalty: 1e-3 };
  const images = spots(300, 12);
  const whole = await run('replace', { with: own, images });
  assert.ok(whole.rows.every((row) => Object.values(row).every(Number.isFinite)));
  const rest = await run('replace', { with: own, images, from: structuredClone(whole.states[2]) });
  assert.deepEqual(rest.rows, whole.rows.slice(3));
  await assert.rejects(run('replace', { with: own }), /multiple of 4; these are 10 x 10: --side/);
});

test('training that diverges stops and says what to change', async () => {
  await assert.rejects(run('replace', { with: { rate: 1e30 } }), /training diverged at step .*--set rate=/);
});

test('without images, the flag that brings them is named', async () => {
  assert.throws(() => digits.setup(digits.parameters.parse({}), newRandom(1)), /--images PATH/);
});
