/**
 * A thread that runs the lab, as the main thread sees it: a function from an arm and a run to its record.
 *
 * It is stopped by ending it, but not within a call of the engine that runs networks, which brings the whole process
 * down when its thread ends under it. So a thread that uses the engine is asked first, and has a while to leave off.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { unpackError } from '../../profile/messages.js';
import { serveCalls } from '../trainer/program-port.js';
import {
  ENGINE,
  type RunData,
  type RunReply,
  type RunRequest,
  STOP,
  type ThreadData,
} from './run-messages.js';

export type RunDone = Extract<RunReply, { is: 'done' }>;
export type RunProgress = Extract<RunReply, { is: 'progress' }>;
export type RunDoing = Extract<RunReply, { is: 'doing' }>;

export interface RunThread {
  /** One at a time. */
  run(request: RunRequest, onProgress: (progress: RunProgress | RunDoing) => void): Promise<RunDone>;
  stop(): Promise<unknown>;
}

/** Milliseconds; a step of a large network takes about one second. */
const LEAVE_MS = 10_000;

export function newRunThread(data: RunData): RunThread {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const { port1: calls, port2: programs } = new MessageChannel();
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const workerData: ThreadData = { ...data, programs, flags };
  const worker = new Worker(new URL('./run-worker.js', import.meta.url), {
    workerData,
    transferList: [programs],
    execArgv: [],
  });
  let settle: { done: (done: RunDone) => void; failed: (error: Error) => void } | undefined;
  let running: Promise<void> = Promise.resolve();
  let tell: (progress: RunProgress | RunDoing) => void = () => {};
  const stopCalls = serveCalls(calls, (verb, { progress, note }) => {
    const far = progress === undefined ? [] : [`${Math.round(100 * progress)} %`];
    tell({ is: 'doing', doing: [verb, ...far, ...(note === undefined ? [] : [note])].join(' ') });
  });
  worker.on('message', (reply: RunReply) => {
    if (reply.is === 'progress' || reply.is === 'doing') tell(reply);
    else if (reply.is === 'done') settle?.done(reply);
    else if (reply.is === 'failed') settle?.failed(unpackError(reply.error));
  });
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`a thread of the lab ended with code ${code}`)));
  return {
    run(request, onProgress) {
      tell = onProgress;
      const run = new Promise<RunDone>((done, failed) => {
        settle = { done, failed };
        worker.postMessage(request);
      });
      running = run.then(
        () => {},
        () => {},
      );
      return run;
    },
    async stop() {
      Atomics.store(flags, STOP, 1);
      if (Atomics.load(flags, ENGINE)) {
        await Promise.race([running, wait(LEAVE_MS, undefined, { ref: false })]);
      }
      // The thread first: it would call again.
      await worker.terminate();
      await stopCalls();
    },
  };
}
