/** The world of images with a GAN as its learner, with classes, and with bent sampling. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { LabInput } from '../lab-input.js';
import { ganSizes } from '../learners/gan.js';
import { runLoop } from '../loop/loop.js';
import type { LoopState } from '../loop/next-training.js';
import { parseRegime } from '../loop/regime.js';
import type { Values } from '../world.js';
import { digits } from './digits.js';

const SIDE = 28;

/** Upright bars, level bars and discs of any place and brightness; one in ten is a disc. */
function shapes(count: number, width = SIDE, height = SIDE) {
  const random = newRandom(5);
  const pixels = new Uint8Array(count * width * height);
  const codes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const kind = i % 10 === 0 ? 2 : i % 2;
    const [x, y, light] = [
      6 + random.below(width - 12),
      6 + random.below(height - 12),
      128 + random.below(128),
    ];
    for (let j = 0; j < width * height; j++) {
      const [right, down] = [Math.abs((j % width) - x), Math.abs(Math.floor(j / width) - y)];
      const [long, short] = kind === 0 ? [down, right] : [right, down];
      const inside = kind === 2 ? right ** 2 + down ** 2 < 30 : long < 7 && short < 2;
      pixels[i * width * height + j] = inside ? light : 0;
    }
    codes[i] = kind;
  }
  return {
    kind: 'images',
    name: 'shapes',
    width,
    height,
    pixels,
    labels: { names: ['up', 'level', 'disc'], codes },
  } satisfies LabInput;
}

const SMALL = { learner: 'gan', steps: 6, batch: 16, hidden: 16, latent: 4, channels: 4, noise: 8 };

interface Options {
  from?: LoopState<unknown, unknown>;
  input?: LabInput;
}

async function run(regime: string, { from, input = shapes(300) }: Options = {}) {
  // A setup of its own, as a new process has.
  const setup = await digits.setup(digits.parameters.parse(SMALL), newRandom(7, 0, 0), input);
  const rows: Values[] = [];
  const lost: string[][] = [];
  const states: LoopState<unknown, unknown>[] = [];
  await runLoop(
    setup,
    { samples: 200, growth: 0, generations: 3, regime: parseRegime(regime) },
    {
      seed: 7,
      from,
      onGeneration: (generation, state) => {
        if (generation) {
          rows.push(generation.values);
          lost.push(generation.lost);
        }
        states.push(structuredClone(state));
      },
    },
  );
  return { rows, lost, states };
}

test('a GAN gives the same figures again, and taken up in another process', async () => {
  const { labels: _, ...input } = shapes(300);
  for (const regime of ['replace', 'accumulate+transfer']) {
    const whole = await run(regime, { input });
    assert.equal(whole.rows.length, 4);
    assert.deepEqual((await run(regime, { input })).rows, whole.rows, regime);
    const rest = await run(regime, { input, from: structuredClone(whole.states[1]) });
    assert.deepEqual(rest.rows, whole.rows.slice(2), regime);
  }
});

test('real images recall one another and have all classes; those of a GAN hardly trained do neither', async () => {
  const { rows, lost } = await run('replace');
  const [real, made] = rows;
  assert.ok(real.recall > 0.5 && real.precision > 0.5, `${real.recall} ${real.precision}`);
  // Shares of 0.5, 0.4 and 0.1.
  assert.ok(real.accuracy > 0.9 && Math.abs(real.balance - 0.859) < 0.08, `${real.accuracy} ${real.balance}`);
  assert.deepEqual([real.spread, real['class-shift'], lost[0]], [1, 0, []]);
  assert.ok(made.recall < 0.1 && made['class-shift'] > 0.3, `${made.recall} ${made['class-shift']}`);
  assert.ok(
    lost[1].length > 0 && lost[1].every((name) => /^class (up|level|disc)$/.test(name)),
    `${lost[1]}`,
  );
  assert.equal(made['held-out'], undefined);
});

test('lambda is the variance of the noise, of both learners: at 0 all images are one', async () => {
  for (const learner of ['gan', 'vae']) {
    const values = async (lambda: number) => {
      const setup = await digits.setup(
        digits.parameters.parse({ ...SMALL, learner }),
        newRandom(1),
        shapes(60),
      );
      const model = await setup.fit(
        { data: setup.real(40, newRandom(2), 0), human: new Uint8Array(40) },
        newRandom(3),
      );
      const made = await setup.sample(model, 3, newRandom(4), { lambda, temperature: 1, keep: 1 }, 1);
      return made.values as Float32Array;
    };
    const [none, all] = [await values(0), await values(1)];
    const size = SIDE * SIDE;
    assert.deepEqual(none.subarray(0, size), none.subarray(size, 2 * size), learner);
    assert.notDeepEqual(all.subarray(0, size), all.subarray(size, 2 * size), learner);
    assert.ok(all.every((x) => x >= 0 && x <= 1));
  }
});

test('sides that a GAN cannot make are refused, with what would do', () => {
  const setup = (width: number, height: number) =>
    digits.setup(digits.parameters.parse(SMALL), newRandom(1), shapes(40, width, height));
  for (const [width, height] of [
    [28, 32],
    [30, 30],
    [20, 20],
    [128, 128],
  ]) {
    assert.throws(
      () => setup(width, height),
      new RegExp(`28, 32, 40, 48, 56 or 64 .* ${width} x ${height}: .*--side 32`),
    );
  }
  const small = (side: number) => ganSizes(side, { channels: 64, noise: 10 });
  assert.deepEqual(small(28), { latent: 10, start: 7, channels: [64, 32], colours: 1 });
  assert.deepEqual(small(64), { latent: 10, start: 4, channels: [64, 32, 16, 8], colours: 1 });
  for (const side of [32, 40, 48, 56]) {
    const { start, channels } = small(side)!;
    assert.equal(start * 2 ** channels.length, side);
  }
});

test('a GAN that diverges stops and says what to change', async () => {
  const setup = await digits.setup(
    digits.parameters.parse({ ...SMALL, steps: 50, rate: 1e30 }),
    newRandom(1),
    shapes(60),
  );
  const data = setup.real(40, newRandom(2), 0);
  await assert.rejects(
    async () => setup.fit({ data, human: new Uint8Array(40) }, newRandom(3)),
    /diverged at step .*--set rate=/,
  );
});
