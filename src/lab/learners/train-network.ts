/**
 * The one loop of steps in which the lab trains its networks. A fit is a function of its data, its settings and one
 * seed: weights, batches and noise of step k come from streams named by that seed and k, never from one that earlier
 * steps have consumed. So what a fit needs to go on after a crash is its store and a number.
 */
import { createHash } from 'node:crypto';
import type { Store } from '../../nn/index.js';
import { newRandom, type Random } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import { formatCount, formatValue } from '../../util/format.js';
import { permutationOf } from '../loop/permutation-of.js';

/** Where a fit leaves its state from time to time, and says how far it is; of the run (run/fit-files.ts). */
export interface FitHost {
  /** What an earlier run left of the fit of this name, if it is whole. */
  left(name: string): { store: Store; step: number } | undefined;
  /** Keeps the state after `step`, if it is time to. */
  keep(name: string, store: Store, step: number): void;
  /** The fit has ended at `step`; what it left stays until the run needs it no more or, if it is `lasting`, no arm does. */
  end(name: string, store: Store, step: number, lasting: boolean): void;
  /** The fit cannot go on: keeps the last sound state, and gives the path. */
  fail(name: string, store: Store, step: number): string;
  /** Throws where the run is to stop. Between any two calls of the engine that follow each other at once. */
  check(): void;
  /** Says what it is at, in a few words. As often as one likes: it is asked for them when they are wanted. */
  tell(doing: () => string): void;
}

export interface NetworkFit {
  /** Names all that the fit depends on: `fitName`. */
  name: string;
  /** All that changes from step to step, filled: parameters and moments, of one network or more. */
  store: Store;
  /** How many. */
  steps: number;
  /** Takes step k, from 1, and gives its loss. Must depend on the store and k alone. */
  step(k: number): Promise<number>;
  /** Against divergence, for the error: `--set rate=1e-4`, say. */
  remedy: string;
  /** The model is needed again, when the run is taken up in a later generation or by another arm. @default false */
  lasting?: boolean;
}

/**
 * Takes all steps, from where an earlier run was stopped if there is a host. Throws DataError where training diverges;
 * the store then holds the last sound state.
 */
export async function trainNetwork(fit: NetworkFit, host?: FitHost): Promise<void> {
  const { name, store, steps, step, remedy, lasting = false } = fit;
  const left = host?.left(name);
  if (left) for (const [state, held] of left.store) store.set(state, held);
  const from = left?.step ?? 0;
  for (let k = from + 1; k <= steps; k++) {
    let loss: number;
    try {
      loss = await step(k);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      // The same settings would diverge again in the same place, and others make another run.
      const kept = host
        ? `. It is in ${host.fail(name, store, k - 1)}, which loadStore of gen0/nn reads`
        : '';
      throw new DataError(
        `${error.message}${kept}. Run anew with ${remedy}, say; --resume would diverge again`,
      );
    }
    host?.tell(() => `step ${formatCount(k)} of ${formatCount(steps)}, loss ${formatValue(loss)}`);
    if (k < steps) host?.keep(name, store, k);
    host?.check();
  }
  if (from < steps) host?.end(name, store, steps, lasting);
}

/** Of a fit: a hash of what it depends on. Arrays of numbers are given as such. */
export function fitName(settings: unknown, ...numbers: readonly NodeJS.ArrayBufferView[]): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const each of numbers) {
    hash.update(`\n${each.byteLength}\n`);
    hash.update(each);
  }
  return hash.digest('hex').slice(0, 20);
}

/** One seed for all chance of a fit. */
export function fitSeed(random: Random): number {
  return random.below(2 ** 32);
}

/** What the streams below a fit's seed are for. */
const [WEIGHTS, PASS, NOISE] = [1, 2, 3];

/** For the parameters before the first step. */
export function weightStream(seed: number): Random {
  return newRandom(seed, WEIGHTS);
}

/** For the noise of step k. */
export function noiseStream(seed: number, k: number): Random {
  return newRandom(seed, NOISE, k);
}

/**
 * Which of `count` observations step k takes, from 1: pass after pass over all of them, each in an order of its own. The
 * few that fill no batch are left out of their pass.
 */
export function newBatches(count: number, batch: number, seed: number): (k: number) => Uint32Array {
  const each = Math.floor(count / batch);
  let pass = -1;
  let order: Uint32Array = new Uint32Array();
  return (k) => {
    const wanted = Math.floor((k - 1) / each);
    if (wanted !== pass) {
      order = permutationOf(count, newRandom(seed, PASS, wanted));
      pass = wanted;
    }
    const at = ((k - 1) % each) * batch;
    return order.subarray(at, at + batch);
  };
}
