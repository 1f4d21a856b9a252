/** Independent runs of the lab's own loop, for the checks of closed forms. */
import { newRandom } from '../../stats/random.js';
import { runLoop } from '../loop/loop.js';
import { parseRegime } from '../loop/regime.js';
import type { Values, World } from '../world.js';

export interface Simulation {
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>;
  with?: Record<string, unknown>;
  regime?: string;
  samples: number;
  initial?: number;
  /** Default 0. */
  growth?: number;
  generations: number;
  /** Generations that are measured besides the first and last: multiples of this. */
  every?: number;
  /** Seed of the first run; the others follow it. A constant of the check. */
  seed: number;
  runs: number;
  /** Ends a run after a generation whose figures say so. */
  until?: (values: Values) => boolean;
}

/** [run][generation]; a generation that was not measured is missing. */
export type Runs = (Values | undefined)[][];

class Enough extends Error {}

export async function simulate(simulation: Simulation): Promise<Runs> {
  const { world, with: options = {}, regime = 'replace', seed, until, every } = simulation;
  const { samples, initial, growth = 0, generations } = simulation;
  const parameters = world.parameters.parse(options);
  const plan = { samples, initial, growth, generations, regime: parseRegime(regime) };
  const runs: Runs = [];
  for (let i = 0; i < simulation.runs; i++) {
    const setup = await world.setup(parameters, newRandom(seed + i, 0, 0));
    // Names of what was lost are no figures, and cost time.
    setup.lost = undefined;
    const rows: (Values | undefined)[] = [];
    const onGeneration = (generation: { generation: number; values: Values } | undefined) => {
      if (!generation) return;
      rows[generation.generation] = generation.values;
      if (until?.(generation.values)) throw new Enough();
    };
    try {
      await runLoop(setup, plan, { seed: seed + i, every, onGeneration });
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    }
    runs.push(rows);
  }
  return runs;
}

/** A metric of all runs at one generation. */
export function column(runs: Runs, generation: number, metric: string): number[] {
  return runs.map((rows) => rows[generation]![metric]);
}

/** A metric of each run, averaged over its generations from `from` on: independent figures of a stationary state. */
export function averages(runs: Runs, from: number, metric: string): number[] {
  return runs.map((rows) => {
    const late = rows.slice(from).filter((values) => values !== undefined);
    return late.reduce((sum, values) => sum + values[metric], 0) / late.length;
  });
}

/** A tolerance is asked of the full number of runs only: with fewer, noise alone may exceed it. */
export function whenFull(runs: number, tolerance: number): number | undefined {
  return runs >= 1 ? tolerance : undefined;
}

/** `full` runs, scaled and never fewer than `least`. */
export function scaled(full: number, runs: number, least = 20): number {
  return Math.max(least, Math.round(full * runs));
}
