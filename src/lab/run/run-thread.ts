/** A thread that runs the lab, as the main thread sees it: a function from an arm and a run to its record. */
import { Worker } from 'node:worker_threads';
import { unpackError } from '../../profile/messages.js';
import type { RunData, RunReply, RunRequest } from './run-messages.js';

export type RunDone = Extract<RunReply, { is: 'done' }>;
export type RunProgress = Extract<RunReply, { is: 'progress' }>;

export interface RunThread {
  /** One at a time. */
  run(request: RunRequest, onProgress: (progress: RunProgress) => void): Promise<RunDone>;
  stop(): Promise<unknown>;
}

export function newRunThread(data: RunData): RunThread {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const worker = new Worker(new URL('./run-worker.js', import.meta.url), { workerData: data, execArgv: [] });
  let settle: { done: (done: RunDone) => void; failed: (error: Error) => void } | undefined;
  let tell: (progress: RunProgress) => void = () => {};
  worker.on('message', (reply: RunReply) => {
    if (reply.is === 'progress') tell(reply);
    else if (reply.is === 'done') settle?.done(reply);
    else settle?.failed(unpackError(reply.error));
  });
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`a thread of the lab ended with code ${code}`)));
  return {
    run(request, onProgress) {
      tell = onProgress;
      return new Promise((done, failed) => {
        settle = { done, failed };
        worker.postMessage(request);
      });
    },
    stop: () => worker.terminate(),
  };
}
