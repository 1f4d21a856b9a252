/**
 * Runs an experiment: every arm with every seed, over threads, kept in a work folder so that what was finished before a
 * crash is not run again. The result depends on the experiment and its inputs alone, never on threads or interruptions.
 */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ExecutorOptions } from '../../nn/index.js';
import { removeFolder } from '../../profile/work-folder.js';
import { ConfigError } from '../../util/errors.js';
import { didYouMean } from '../../util/nearest.js';
import { checkExperiment } from '../experiments/check-experiment.js';
import { type Arm, armsOf, type Experiment } from '../experiments/experiment.js';
import type { LabResult } from '../experiments/result.js';
import { type Ran, resultOf } from '../experiments/to-result.js';
import type { LabInput } from '../lab-input.js';
import { WORLDS } from '../worlds/index.js';
import {
  appendFinished,
  type FinishedRun,
  removeSharedFits,
  TEXTS,
  takeLabFolder,
  tidyLabFolder,
  WRITE_MS,
  workName,
} from './checkpoint.js';
import { folderNames } from './folder-names.js';
import { newProgress, type RunningArm } from './progress.js';
import type { RunRecord } from './run-one.js';
import { newRunThread, type RunThread } from './run-thread.js';

export interface RunOptions {
  /** What it is called in the result and in names of folders. Default: the world. */
  name?: string;
  input?: LabInput;
  /** What the arms vary, for the result. */
  sweep?: LabResult['sweep'];
  /** Threads. Default: as many as cores, 1 where a learner is the user's own program; never more than there are runs. Those that no run takes serve the networks of the runs. Changes no byte of the result. */
  jobs?: number;
  /** Threads of networks wait without rest: faster on an idle machine, a waste on a shared one. @default false */
  spinning?: boolean;
  /** Where to keep a folder of what is finished; none: nothing is written. */
  workFolder?: string;
  /**
   * Saves the result, before the work folder goes. `texts`: the folder in which the first run of each arm has left what
   * its measured generations wrote, `<arm>/gen-NN.jsonl`; undefined where that is no text or `texts` is not set.
   */
  onResult?: (result: LabResult, texts: string | undefined) => void;
  /** Keep the texts of each arm's first run, where the world writes texts; needs a work folder. */
  texts?: boolean;
  /** Go on where an earlier run of the same experiment was stopped. */
  resume?: boolean;
  /** At most ten times a second. */
  onProgress?: (arms: readonly RunningArm[]) => void;
  signal?: AbortSignal;
  /** Of gen0, for the result. */
  version: string;
}

const FLAGS = { corpus: '--corpus', table: '--data', ratings: '--ratings', images: '--images' };

/** Throws ConfigError where the experiment does not fit its world, and what worlds throw. */
export async function runExperiment(experiment: Experiment, options: RunOptions): Promise<LabResult> {
  const begin = performance.now();
  const startedAt = new Date().toISOString();
  const { input, resume = false, workFolder, version } = options;
  const world = WORLDS.find(({ name }) => name === experiment.world);
  if (!world) {
    const near = didYouMean(
      experiment.world,
      WORLDS.map(({ name }) => name),
    );
    throw new ConfigError(`world ${experiment.world}: no such world.${near} gen0 lab list names them`);
  }
  checkExperiment(experiment, world, () => options.name ?? experiment.world);
  const { needs } = experiment;
  if (needs && !input && world.input) {
    throw new ConfigError(
      `${options.name ?? experiment.world} needs ${needs.what}, which does not come with gen0: ${FLAGS[world.input]} PATH`,
    );
  }
  if (input && input.kind !== world.input) {
    const takes = world.input === undefined ? 'brings its own data' : `takes ${FLAGS[world.input]}`;
    throw new ConfigError(
      `${FLAGS[input.kind]}: world ${world.name} ${takes}; gen0 lab list names what each takes`,
    );
  }
  const arms: Arm[] = armsOf(experiment).map((arm) => ({
    ...arm,
    with: world.parameters.parse(arm.with) as Record<string, unknown>,
  }));
  const wanted =
    workFolder === undefined ? undefined : join(workFolder, workName({ version, experiment, arms }, input));
  const { folder, finished } =
    wanted === undefined ? { folder: undefined, finished: [] } : takeLabFolder(wanted, resume);
  const { every, seed } = experiment;
  const texts = options.texts && folder !== undefined ? join(folder, TEXTS) : undefined;
  const names = folderNames(arms.map((arm) => arm.name));
  const data = {
    world: world.name,
    arms,
    every,
    seed,
    input,
    folder,
    resume,
    texts: texts === undefined ? undefined : names.map((each) => join(texts, each)),
  };
  // A finished run whose texts nobody kept is run again.
  const usable = finished.filter(({ run, record }) => texts === undefined || run > 0 || record.texts);
  const ran = await runAll(
    experiment,
    arms,
    Object.keys(world.metrics).length,
    (engine) => newRunThread({ ...data, engine }),
    folder,
    usable,
    { ...options, jobs: options.jobs ?? (arms.some(isOwnProgram) ? 1 : undefined) },
  );
  const result = resultOf(experiment, arms, world, ran, { ...options, startedAt });
  result.timing = { total: (performance.now() - begin) / 1000, ...ran.timing };
  options.onResult?.(result, texts !== undefined && existsSync(texts) ? texts : undefined);
  if (folder !== undefined) removeFolder(folder);
  return result;
}

/** Programs bring threads of their own, the memory of a graphics card is soon full, and a server is asked in parallel. */
function isOwnProgram({ with: { learner } }: Arm): boolean {
  return learner === 'command' || learner === 'openai';
}

async function runAll(
  { seeds }: Experiment,
  arms: readonly Arm[],
  metrics: number,
  newThread: (engine: ExecutorOptions) => RunThread,
  folder: string | undefined,
  finished: readonly FinishedRun[],
  { jobs = availableParallelism(), spinning = false, onProgress = () => {}, signal }: RunOptions,
): Promise<Ran> {
  const records: RunRecord[][] = arms.map(() => []);
  const timing: Record<string, number> = {};
  const progress = newProgress(arms, seeds, metrics, onProgress);
  for (const { arm, run, record } of finished) {
    records[arm][run] = record;
    progress.done(arm, record);
  }
  // Run after run, all arms of each, so that there is something of every arm to see early.
  let next = 0;
  const take = () => {
    while (next < seeds * arms.length) {
      const request = { arm: next % arms.length, run: Math.floor(next / arms.length) };
      next++;
      if (!records[request.arm][request.run]) return request;
    }
    return undefined;
  };
  let unsaved: FinishedRun[] = [];
  let due = performance.now() + WRITE_MS;
  const save = () => {
    if (folder !== undefined && unsaved.length > 0) {
      appendFinished(folder, unsaved);
      for (const { run } of unsaved) if (records.every((ofArm) => ofArm[run])) removeSharedFits(folder, run);
    }
    unsaved = [];
    due = performance.now() + WRITE_MS;
  };
  const threads: RunThread[] = [];
  const work = async (thread: RunThread) => {
    for (let request = take(); request && !signal?.aborted; request = take()) {
      const { arm, run } = request;
      const { record, seconds } = await thread.run(request, (at) => progress.at(arm, at));
      records[arm][run] = record;
      const key = `arm ${arms[arm].name}`;
      timing[key] = (timing[key] ?? 0) + seconds;
      progress.done(arm, record);
      if (folder === undefined) continue;
      unsaved.push({ arm, run, record });
      if (performance.now() >= due) save();
    }
  };
  const stopped = new Promise<never>((_, fail) => {
    const stop = () => fail(new Error('interrupted'));
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => {});
  try {
    const left = seeds * arms.length - finished.length;
    const count = Math.min(jobs, left);
    const engine = { threads: Math.max(1, Math.floor(jobs / count)), spinning };
    for (let i = 0; i < count; i++) threads.push(newThread(engine));
    await Promise.race([Promise.all(threads.map(work)), stopped]);
  } catch (error) {
    save();
    if (folder !== undefined) tidyLabFolder(folder);
    throw error;
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
  progress.end();
  return { records, timing };
}
