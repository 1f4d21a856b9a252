/**
 * One run: one arm with one seed, measured, and kept small enough that thousands of runs fit in memory. What is kept so
 * far and the loop's state together are a checkpoint from which the run ends in the same bytes.
 */
import { newRandom } from '../../stats/random.js';
import type { Arm } from '../experiments/experiment.js';
import type { LabInput } from '../lab-input.js';
import type { FitHost } from '../learners/train-network.js';
import { runLoop } from '../loop/loop.js';
import { biasAt, type LoopState } from '../loop/next-training.js';
import { parseRegime } from '../loop/regime.js';
import type { NewTrainer } from '../trainer/trainer.js';
import type { Continued, Picture, Seen, Values, World } from '../world.js';

/** What a finished run leaves. */
export interface RunRecord {
  /** Figures of the measured generations, generation after generation, metrics in the order of the world's. */
  values: Float64Array;
  /** Names that the last generation has not, and the generation from which they were gone. */
  lost: [name: string, generation: number][];
  pictures: { generation: number; picture: Picture }[];
  /** What the models made of the same beginnings of texts, in the first run of worlds of texts. */
  continued: { generation: number; texts: Continued[] }[];
  /** Texts of all measured generations were handed on, as far as the world has any. */
  texts: boolean;
}

/** Where an unfinished run stands. */
export interface RunState {
  loop: LoopState<unknown, unknown>;
  values: Float64Array;
  lost: Map<string, number>;
  pictures: RunRecord['pictures'];
  continued: RunRecord['continued'];
  texts: boolean;
}

export interface RunOptions {
  // biome-ignore lint/suspicious/noExplicitAny: each world has parameters of its own
  world: World<any>;
  arm: Arm;
  every: number;
  seed: number;
  input?: LabInput;
  /** For worlds whose learner is the user's own program. */
  newTrainer?: NewTrainer;
  /** For worlds whose fits take long. */
  fits?: FitHost;
  /** Draw the distribution at a few generations, and have texts continued. */
  pictured: boolean;
  from?: RunState;
  /** Given what each measured generation wrote, where that is text; before `onGeneration`, so that it is kept by then. */
  onTexts?: (generation: number, texts: Iterable<string>) => void;
  /** Called after every generation; the state is good until the next one. Throw to stop. */
  onGeneration?: (generation: number, measured: number, state: () => RunState) => void;
}

/** Pictures of a run: generation 0, 1, and evenly (in ratio) from there to the last. */
const PICTURES = 6;

/** Generations that the loop measures: 0, 1, every `every`-th, the last. */
export function measuredGenerations(generations: number, every: number): number[] {
  const measured = [0];
  for (let g = 1; g <= generations; g++) {
    if (g === 1 || g === generations || g % every === 0) measured.push(g);
  }
  return measured;
}

/** Of the measured generations those to draw. */
export function picturedGenerations(measured: readonly number[]): number[] {
  const last = measured[measured.length - 1];
  const wanted = new Set([0]);
  for (let i = 0; i < PICTURES - 1; i++) {
    const aim = last ** (i / (PICTURES - 2));
    wanted.add(measured.find((g) => g >= Math.floor(aim)) ?? last);
  }
  return [...wanted].sort((a, b) => a - b);
}

/** Throws what the world or the regime throws; ConfigError where they do not fit. */
export async function runOne(options: RunOptions): Promise<RunRecord> {
  const { world, arm, every, seed, input, from, onTexts, onGeneration } = options;
  const parameters = world.parameters.parse(arm.with);
  const setup = await world.setup(parameters, newRandom(seed, 0, 0), input, options.newTrainer, options.fits);
  const regime = parseRegime(arm.regime);
  const measured = measuredGenerations(arm.generations, every);
  const metrics = Object.keys(world.metrics);
  const values = new Float64Array(measured.length * metrics.length).fill(Number.NaN);
  if (from) values.set(from.values);
  let row = from ? from.values.length / metrics.length : 0;
  let lost = from?.lost ?? new Map<string, number>();
  const pictures = from?.pictures ?? [];
  if (setup.picture && options.pictured) {
    const drawn = new Set(picturedGenerations(measured));
    const { probe } = setup;
    setup.probe = async (seen: Seen<unknown, unknown>): Promise<Values> => {
      const figures = await probe.call(setup, seen);
      if (drawn.has(seen.generation)) {
        const picture = await setup.picture!(seen);
        if (picture) pictures.push({ generation: seen.generation, picture });
      }
      return figures;
    };
  }
  const continued = from?.continued ?? [];
  if (setup.continued && options.pictured) {
    const { probe } = setup;
    setup.probe = async (seen: Seen<unknown, unknown>): Promise<Values> => {
      const figures = await probe.call(setup, seen);
      // As it writes what the next generation learns from.
      const texts = await setup.continued!(seen.model, biasAt(regime, seen.generation + 1));
      continued.push({ generation: seen.generation, texts });
      return figures;
    };
  }
  await runLoop<unknown, unknown>(
    setup,
    { ...arm, regime },
    {
      seed,
      from: from?.loop,
      every,
      onGeneration(generation, loop) {
        if (generation) {
          putRow(world, values.subarray(row * metrics.length, (row + 1) * metrics.length), generation.values);
          row++;
          lost = stillLost(lost, generation.lost, generation.generation);
          if (setup.texts) onTexts?.(generation.generation, setup.texts(generation.sample));
        }
        onGeneration?.(loop.generation, row, () => ({
          loop,
          values: values.subarray(0, row * metrics.length),
          lost,
          pictures,
          continued,
          texts: onTexts !== undefined,
        }));
      },
    },
  );
  return { values, lost: [...lost], pictures, continued, texts: onTexts !== undefined };
}

function putRow(world: World, row: Float64Array, figures: Values): void {
  const metrics = Object.keys(world.metrics);
  for (const name of Object.keys(figures)) {
    if (!Object.hasOwn(world.metrics, name)) {
      throw new Error(`world ${world.name} measures ${name}, which is not among its metrics`);
    }
  }
  metrics.forEach((name, i) => {
    row[i] = figures[name] ?? Number.NaN;
  });
}

/** A name that comes back is not lost; one that stays away keeps the generation in which it went. */
function stillLost(before: ReadonlyMap<string, number>, now: readonly string[], generation: number) {
  const lost = new Map<string, number>();
  for (const name of now) lost.set(name, before.get(name) ?? generation);
  return lost;
}
