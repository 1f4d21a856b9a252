/** A thread that runs the lab, as the main thread sees it: a function from an arm and a run to its record. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { unpackError } from '../../profile/messages.js';
import { serveCalls } from '../trainer/program-port.js';
import type { RunData, RunReply, RunRequest, ThreadData } from './run-messages.js';

export type RunDone = Extract<RunReply, { is: 'done' }>;
export type RunProgress = Extract<RunReply, { is: 'progress' }>;

/** What the user's program says of a call. */
export interface RunDoing {
  is: 'doing';
  doing: string;
}

export interface RunThread {
  /** One at a time. */
  run(request: RunRequest, onProgress: (progress: RunProgress | RunDoing) => void): Promise<RunDone>;
  stop(): Promise<unknown>;
}

export function newRunThread(data: RunData): RunThread {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const { port1: calls, port2: programs } = new MessageChannel();
  const workerData: ThreadData = { ...data, programs };
  const worker = new Worker(new URL('./run-worker.js', import.meta.url), {
    workerData,
    transferList: [programs],
    execArgv: [],
  });
  let settle: { done: (done: RunDone) => void; failed: (error: Error) => void } | undefined;
  let tell: (progress: RunProgress | RunDoing) => void = () => {};
  const stopCalls = serveCalls(calls, (verb, { progress, note }) => {
    const far = progress === undefined ? [] : [`${Math.round(100 * progress)} %`];
    tell({ is: 'doing', doing: [verb, ...far, ...(note === undefined ? [] : [note])].join(' ') });
  });
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
    async stop() {
      // The thread first: it would call again.
      await worker.terminate();
      await stopCalls();
    },
  };
}
