/** The thread behind run-thread.ts: one run at a time. */
import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { useEngine } from '../../nn/network.js';
import { packError } from '../../profile/messages.js';
import { openFolder } from '../../profile/work-folder.js';
import { callerOf } from '../trainer/program-port.js';
import { newTrainer } from '../trainer/trainer.js';
import { WORLDS } from '../worlds/index.js';
import { newStateWriter, readState } from './checkpoint.js';
import { fitFolder, newFitFiles, sharedFitFolder } from './fit-files.js';
import { ENGINE, type RunReply, type RunRequest, STOP, type ThreadData } from './run-messages.js';
import { runOne } from './run-one.js';
import { writeTexts } from './write-texts.js';

const PROGRESS_MS = 200;

const port = parentPort!;
const {
  world: name,
  arms,
  every,
  seed,
  input,
  folder,
  resume,
  texts,
  programs,
  flags,
  engine,
} = workerData as ThreadData;
const isStopped = () => Atomics.load(flags, STOP) === 1;
useEngine(engine, () => {
  Atomics.store(flags, ENGINE, 1);
  if (isStopped()) throw new Error('interrupted');
});
const world = WORLDS.find((each) => each.name === name)!;
const callProgram = callerOf(programs);
const metrics = Object.keys(world.metrics).length;

async function answer({ arm, run }: RunRequest): Promise<RunReply> {
  const begin = performance.now();
  const keep = folder === undefined ? undefined : newStateWriter(folder, arm, run);
  const kept = run === 0 ? texts?.[arm] : undefined;
  const left = resume && folder !== undefined ? readState(folder, arm, run) : undefined;
  const keepTexts =
    kept === undefined
      ? undefined
      : (generation: number, lines: Iterable<string>) => {
          openFolder(folder!);
          writeTexts(kept, generation, lines);
        };
  const fits =
    folder === undefined
      ? undefined
      : newFitFiles(fitFolder(resolve(folder), arm, run), sharedFitFolder(resolve(folder), run), {
          open: () => openFolder(folder),
          isStopped,
          onDoing: (doing) => port.postMessage({ is: 'doing', doing } satisfies RunReply),
        });
  let told = begin;
  try {
    const record = await runOne({
      world,
      arm: arms[arm],
      every,
      // Runs of all arms with the same number share a seed, so that arms are compared in pairs.
      seed: seed + run,
      input,
      pictured: run === 0,
      // Of a run that did not keep its texts they could not be had any more.
      from: kept === undefined || left?.texts ? left : undefined,
      newTrainer:
        folder === undefined
          ? undefined
          : (options) => {
              openFolder(folder);
              return newTrainer(resolve(folder, 'trainer', `${arm}-${run}`), callProgram, options);
            },
      fits,
      onTexts: keepTexts,
      onGeneration(generation, measured, state) {
        if (keep?.(state)) fits?.forget();
        const now = performance.now();
        if (now - told < PROGRESS_MS) return;
        told = now;
        const { values } = state();
        const headline = Float64Array.from({ length: measured }, (_, i) => values[i * metrics]);
        const progress: RunReply = { is: 'progress', generation, headline };
        port.postMessage(progress, [headline.buffer]);
      },
    });
    return { is: 'done', record, seconds: (performance.now() - begin) / 1000 };
  } catch (error) {
    return { is: 'failed', error: packError(error) };
  }
}

port.on('message', async (request: RunRequest) => {
  const reply = await answer(request);
  port.postMessage(reply, reply.is === 'done' ? [reply.record.values.buffer as ArrayBuffer] : []);
});
