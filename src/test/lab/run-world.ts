/** Runs a world once, for tests: figures by metric, one entry a measured generation. */
import type { LabInput } from '../../lab/lab-input.js';
import { type RunRecord, type RunState, runOne } from '../../lab/run/run-one.js';
import type { World } from '../../lab/world.js';

export interface SmallArm {
  regime: string;
  samples: number;
  generations: number;
  with?: Record<string, unknown>;
}

export interface SmallRun {
  seed?: number;
  input?: LabInput;
  every?: number;
  pictured?: boolean;
  from?: RunState;
  onTexts?: (generation: number, texts: Iterable<string>) => void;
  onGeneration?: (generation: number, measured: number, state: () => RunState) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
export function recordOf(world: World<any>, arm: SmallArm, run: SmallRun = {}): Promise<RunRecord> {
  const { seed = 1, every = 1, pictured = false, ...rest } = run;
  const full = { name: arm.regime, growth: 0, with: {}, ...arm };
  return runOne({ world, arm: full, every, seed, pictured, ...rest });
}

export async function runWorld(
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>,
  arm: SmallArm,
  run: SmallRun = {},
): Promise<Record<string, number[]>> {
  const { values } = await recordOf(world, arm, run);
  const names = Object.keys(world.metrics);
  const rows = values.length / names.length;
  return Object.fromEntries(
    names.map((name, m) => [name, Array.from({ length: rows }, (_, g) => values[g * names.length + m])]),
  );
}
