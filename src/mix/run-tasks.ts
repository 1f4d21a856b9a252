/** Deals tasks out to threads; each takes the next when it is done. Results come in the order of the tasks. */
import { Worker } from 'node:worker_threads';
import { unpackError } from '../profile/messages.js';
import { newDoTask } from './do-task.js';
import type { MixDone, MixReply, MixTask } from './mix-messages.js';

export interface TaskOptions {
  /** Worker threads; 0 = the calling thread. */
  jobs: number;
  onProgress?(bytes: number): void;
  signal?: AbortSignal;
}

/** Throws the error of the first task that fails. */
export async function runTasks(tasks: readonly MixTask[], options: TaskOptions): Promise<MixDone[]> {
  const { jobs, onProgress = () => {}, signal } = options;
  signal?.throwIfAborted();
  const results: MixDone[] = new Array(tasks.length);
  if (jobs === 0 || tasks.length === 0) {
    const doTask = newDoTask();
    for (const [i, task] of tasks.entries()) {
      results[i] = await doTask(task, onProgress);
      signal?.throwIfAborted();
    }
    return results;
  }
  let next = 0;
  const threads = Array.from({ length: Math.min(jobs, tasks.length) }, () => newThread(onProgress));
  const work = threads.map(async (thread) => {
    while (next < tasks.length) {
      const number = next++;
      results[number] = await thread.ask(tasks[number]);
    }
  });
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal!.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([Promise.all(work), aborted]);
    return results;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(threads.map((thread) => thread.stop()));
    await Promise.allSettled(work);
  }
}

function newThread(onProgress: (bytes: number) => void) {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const worker = new Worker(new URL('./mix-worker.js', import.meta.url), {
    execArgv: [],
    // A record's text is soon garbage: with room for more of them it is collected less often.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  let settle: { done(done: MixDone): void; failed(error: Error): void } | undefined;
  worker.on('message', (reply: MixReply) => {
    if (reply.is === 'progress') onProgress(reply.bytes);
    else if (reply.is === 'done') settle?.done(reply);
    else settle?.failed(unpackError(reply.error));
  });
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`a thread of the mixture ended with code ${code}`)));
  return {
    ask: (task: MixTask) =>
      new Promise<MixDone>((done, failed) => {
        settle = { done, failed };
        worker.postMessage(task);
      }),
    stop: () => worker.terminate(),
  };
}
