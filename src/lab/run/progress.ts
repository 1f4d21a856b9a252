/** How far a run of the lab is, and the headline figure so far, for a table that is drawn while it runs. */
import type { Arm } from '../experiments/experiment.js';
import type { RunRecord } from './run-one.js';
import type { RunDoing, RunProgress } from './run-thread.js';

export interface RunningArm {
  name: string;
  /** Runs finished, of `runs`. */
  done: number;
  runs: number;
  generations: number;
  /** Of the run that was heard of last, while it goes on. */
  generation: number;
  /** What it is at: a step of a fit, or what the user's program says. */
  doing?: string;
  /** The headline at the measured generations: mean over finished runs; before there is one, that of a running one. */
  headline: Float64Array;
}

const TELL_MS = 100;

export function newProgress(
  arms: readonly Arm[],
  runs: number,
  /** Of the world, the headline first. */
  metrics: number,
  onProgress: (arms: readonly RunningArm[]) => void,
) {
  const state: RunningArm[] = arms.map(({ name, generations }) => {
    return { name, done: 0, runs, generations, generation: 0, headline: new Float64Array(0) };
  });
  const sums: { sum: Float64Array; count: Float64Array }[] = [];
  let told = Number.NEGATIVE_INFINITY;
  const tell = () => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    onProgress(state);
  };
  return {
    /** A run goes on. */
    at(arm: number, progress: RunProgress | RunDoing): void {
      if (progress.is === 'doing') {
        state[arm].doing = progress.doing;
      } else {
        const { generation, headline } = progress;
        state[arm].doing = undefined;
        state[arm].generation = generation;
        if (state[arm].done === 0) state[arm].headline = headline;
      }
      tell();
    },
    /** A run has finished. */
    done(arm: number, record: RunRecord): void {
      const mine = state[arm];
      const rows = record.values.filter((_, i) => i % metrics === 0);
      sums[arm] ??= { sum: new Float64Array(rows.length), count: new Float64Array(rows.length) };
      const { sum, count } = sums[arm];
      rows.forEach((x, i) => {
        if (Number.isNaN(x)) return;
        sum[i] += x;
        count[i]++;
      });
      mine.headline = sum.map((x, i) => x / count[i]);
      mine.done++;
      mine.doing = undefined;
      mine.generation = mine.generations;
      tell();
    },
    /** The last word. */
    end(): void {
      onProgress(state);
    },
  };
}
