import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import type { Setup, Values } from '../world.js';
import { gaussian, type Normal } from '../worlds/gaussian.js';
import type { Points } from '../worlds/points.js';
import { runLoop } from './loop.js';
import type { LoopState, Plan } from './next-training.js';
import { parseRegime } from './regime.js';

const plan = (regime: string, rest: Partial<Plan> = {}): Plan => ({
  samples: 10,
  growth: 0,
  generations: 10,
  regime: parseRegime(regime),
  ...rest,
});

const setup = (options: object = {}) =>
  gaussian.setup(gaussian.parameters.parse(options), newRandom(0)) as Setup<Points, Normal>;

async function run(world: Setup<Points, Normal>, p: Plan, seed: number, from?: LoopState<Points, Normal>) {
  const rows: Values[] = [];
  const states: LoopState<Points, Normal>[] = [];
  await runLoop(world, p, {
    seed,
    from,
    onGeneration: (generation, state) => {
      if (generation) rows.push(generation.values);
      states.push(structuredClone(state));
    },
  });
  return { rows, states };
}

/** Mean and standard error over runs. */
async function over(runs: number, p: Plan, options: object, figure: (rows: Values[]) => number) {
  const world = setup(options);
  let sum = 0;
  let square = 0;
  for (let seed = 0; seed < runs; seed++) {
    const x = figure((await run(world, p, seed)).rows);
    sum += x;
    square += x * x;
  }
  const mean = sum / runs;
  return { mean, se: Math.sqrt((square / runs - mean * mean) / (runs - 1)) };
}

test('replace with ddof 0 loses variance as (1 - 1/M)^n, with ddof 1 not in the mean', async () => {
  for (const [ddof, theory] of [
    [0, 0.9 ** 10],
    [1, 1],
  ]) {
    const { mean, se } = await over(3000, plan('replace'), { ddof }, (rows) => rows[10].variance);
    assert.ok(Math.abs(mean - theory) < 4 * se, `${mean} ± ${se} is not ${theory}`);
  }
});

test('accumulating keeps the variance at the partial product of 1 - 1/(N k^2)', async () => {
  let theory = 1;
  for (let k = 1; k <= 10; k++) theory *= 1 - 1 / (10 * k * k);
  const { mean, se } = await over(3000, plan('accumulate'), {}, (rows) => rows[10].variance);
  assert.ok(Math.abs(mean - theory) < 4 * se, `${mean} ± ${se} is not ${theory}`);
});

test('fresh real data hold the error of the mean at 1 / (n l (2 - l) + 1 - l)', async () => {
  const p = plan('fresh:0.3', { samples: 50, generations: 15 });
  const { mean, se } = await over(2000, p, {}, (rows) => rows[15]['mean-error']);
  const theory = 1 / (50 * 0.3 * 1.7 + 0.7);
  assert.ok(Math.abs(mean - theory) < 4 * se, `${mean} ± ${se} is not ${theory}`);
});

test('a run taken up after any generation ends in the same figures, under every regime', async () => {
  for (const regime of [
    'replace',
    'accumulate',
    'accumulate-subsample@3-+fresh:3@5-',
    'anchor:0.2+noise:0.1',
    'replay:4+weighted:0.5',
    'schedule:0.2/0.9+lambda:0.9',
    'verify:0.8/0.5+accumulate',
    'detector:0.9+anchor:0.5',
    'edit:0.3',
    'target:0.2+ensemble:3+transfer',
  ]) {
    const world = setup();
    const whole = await run(world, plan(regime), 7);
    assert.equal(whole.rows.length, 11);
    for (const after of [0, 4, 9]) {
      const rest = await run(world, plan(regime), 7, structuredClone(whole.states[after]));
      assert.deepEqual(rest.rows, whole.rows.slice(after + 1), `${regime} after ${after}`);
    }
  }
});

test('sizes: each generation is trained on what the plan says', async () => {
  const sizes: number[] = [];
  const world = setup();
  const fit = world.fit;
  world.fit = (training, random) => {
    sizes.push(training.human.length);
    assert.equal(training.human.length, training.data.values.length);
    return fit(training, random);
  };
  await run(world, plan('replace', { generations: 4, growth: 1, initial: 7 }), 1);
  assert.deepEqual(sizes, [7, 20, 30, 40]);
  sizes.length = 0;
  await run(world, plan('accumulate', { generations: 4 }), 1);
  assert.deepEqual(sizes, [10, 20, 30, 40]);
});

test('a regime that the world cannot serve is refused by name', async () => {
  const world = setup();
  delete world.noise;
  await assert.rejects(run(world, plan('noise:0.1'), 1), /regime noise: this world cannot/);
});

test('regimes that make no sense are refused with the remedy', () => {
  for (const [text, message] of [
    ['replase', /no such step.*replace/],
    ['anchor', /needs a value/],
    ['anchor:x', /must be a number/],
    ['weighted:1.5', /from 0 to 1/],
    ['replace+accumulate', /cannot hold at once/],
    ['fresh:0.1@5-2', /ends before/],
    ['replace:3', /takes no value/],
    ['', /write name/],
  ] as const) {
    assert.throws(() => parseRegime(text), message, text);
  }
  assert.doesNotThrow(() => parseRegime('replace@1-5+accumulate@6-'));
});
