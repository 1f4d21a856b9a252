/** Whether a run of the lab that is taken up after a generation ends in the same figures. */
import assert from 'node:assert/strict';
import type { LabInput } from '../lab/lab-input.js';
import { type RunState, runOne } from '../lab/run/run-one.js';
import type { World } from '../lab/world.js';

interface Run {
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>;
  regime: string;
  samples: number;
  generations: number;
  with?: Record<string, unknown>;
  input?: LabInput;
}

export async function assertTakenUp({ world, regime, samples, generations, input, with: own = {} }: Run) {
  const arm = { name: 'arm', regime, samples, growth: 0, generations, with: own };
  const options = { world, arm, every: 1, seed: 3, input, pictured: true };
  const states: RunState[] = [];
  const whole = await runOne({
    ...options,
    onGeneration: (_generation, _measured, state) => states.push(structuredClone(state())),
  });
  assert.deepEqual(await runOne(options), whole, `${world.name} ${regime}: same seed, same run`);
  for (const after of [0, Math.floor(generations / 2)]) {
    const rest = await runOne({ ...options, from: structuredClone(states[after]) });
    assert.deepEqual(rest, whole, `${world.name} ${regime} taken up after generation ${after}`);
  }
}
