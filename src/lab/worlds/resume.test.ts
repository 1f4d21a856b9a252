import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { runLoop } from '../loop/loop.js';
import type { LoopState } from '../loop/next-training.js';
import { parseRegime } from '../loop/regime.js';
import type { Values, World } from '../world.js';
import { discrete } from './discrete.js';
import { families } from './families.js';
import { feedback } from './feedback.js';
import { kernel } from './kernel.js';
import { performative } from './performative.js';
import { regression } from './regression.js';

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
const CASES: [world: World<any>, options: object][] = [
  [discrete, {}],
  [families, {}],
  [regression, { design: 'reused' }],
  [regression, { labels: 'logistic', design: 'new' }],
  [kernel, { shape: 'moons', test: 20 }],
  [feedback, {}],
  [performative, { people: 'same' }],
  [performative, { problem: 'quadratic', people: 'new' }],
];

for (const [world, options] of CASES) {
  test(`${world.name} ${JSON.stringify(options)}: taken up in another process it ends in the same figures`, async () => {
    for (const regime of ['replace', 'accumulate+fresh:0.2', 'anchor:0.3']) {
      const run = async (from?: LoopState<unknown, unknown>) => {
        // A setup of its own, as a new process has.
        const setup = await world.setup(world.parameters.parse(options), newRandom(7, 0, 0));
        const rows: Values[] = [];
        const states: LoopState<unknown, unknown>[] = [];
        const plan = { samples: 60, growth: 0, generations: 6, regime: parseRegime(regime) };
        await runLoop(setup, plan, {
          seed: 7,
          from,
          onGeneration: (generation, state) => {
            if (generation) rows.push(generation.values);
            states.push(structuredClone(state));
          },
        });
        return { rows, states };
      };
      const whole = await run();
      assert.equal(whole.rows.length, 7);
      for (const figures of whole.rows) {
        for (const name of Object.keys(figures)) assert.ok(Object.hasOwn(world.metrics, name), name);
      }
      const rest = await run(structuredClone(whole.states[3]));
      assert.deepEqual(rest.rows, whole.rows.slice(4), regime);
    }
  });
}
