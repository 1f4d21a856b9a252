/** What the main thread and the threads that run the lab say to each other. */

import type { MessagePort } from 'node:worker_threads';
import type { ExecutorOptions } from '../../nn/index.js';
import type { SentError } from '../../profile/messages.js';
import type { Arm } from '../experiments/experiment.js';
import type { LabInput } from '../lab-input.js';
import type { RunRecord } from './run-one.js';

/** What all runs of an experiment share; given to a thread when it starts. */
export interface RunData {
  world: string;
  arms: Arm[];
  every: number;
  seed: number;
  input?: LabInput;
  /** Work folder; none: nothing is written. */
  folder?: string;
  resume: boolean;
  /** Folders for the texts of each arm's first run; none: they are not kept. */
  texts?: string[];
  /** How networks are run. */
  engine: ExecutorOptions;
}

/** To a thread alone: the way on which it asks the main thread to start programs. */
export interface ThreadData extends RunData {
  programs: MessagePort;
  /** [STOP] and [ENGINE], 0 or 1. */
  flags: Int32Array<SharedArrayBuffer>;
}

/** Set by the main thread: leave off at the next step. */
export const STOP = 0;
/** Set by the thread before it uses the engine of networks, and before it looks at STOP: one of the two sees the other. */
export const ENGINE = 1;

export interface RunRequest {
  arm: number;
  run: number;
}

export type RunReply =
  /** `headline`: figures of the first metric at the measured generations so far. */
  | { is: 'progress'; generation: number; headline: Float64Array }
  /** What it is at, in a few words. */
  | { is: 'doing'; doing: string }
  | { is: 'done'; record: RunRecord; seconds: number }
  | { is: 'failed'; error: SentError };
