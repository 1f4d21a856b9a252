/**
 * Training: one step after another, each taken over only when it is sound. The state is the store and the number of
 * steps; with both saved (checkpoint.ts), training goes on in the middle as if it had not been interrupted.
 */
import { DataError } from '../util/errors.js';
import { type AdamOptions, adamFeeds } from './adam.js';
import type { Feeds, Program } from './executor.js';
import type { Store } from './store.js';

export interface Training {
  /** Of a graph that `adam` was called on with the same options. */
  program: Program;
  store: Store;
  /** Steps taken; counts up. */
  steps: number;
  options?: AdamOptions;
}

/** `loss` in the loss's unit, `norm` of all gradients before clipping, and what else the graph gives. */
export interface StepResult {
  loss: number;
  norm: number;
  outputs: Record<string, Float32Array>;
}

/**
 * One step on a batch at learning rate `rate`. Throws DataError when the loss or a gradient is no finite number; the
 * store then holds the state before this step.
 */
export async function trainStep(training: Training, batch: Feeds, rate: number): Promise<StepResult> {
  const { program, store, options } = training;
  const step = training.steps + 1;
  const outputs = await program.run(store, { ...batch, ...adamFeeds(step, rate, options) });
  const [loss, norm] = [outputs.loss[0], outputs.norm[0]];
  if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
    throw new DataError(
      `training diverged at step ${step}: loss ${loss}, norm of the gradients ${norm}; the state of step ` +
        `${step - 1} is kept: take a learning rate below ${rate}, or clip the gradients`,
    );
  }
  program.keep(store);
  training.steps = step;
  return { loss, norm, outputs };
}
