/** Deals tasks out to threads; each takes the next when it is done. Results come in the order of the tasks. */
import { Worker } from 'node:worker_threads';
import { unpackError } from '../profile/messages.js';
import { newDoTask } from './do-task.js';
import type { MixDone, MixReply, MixTask } from './mix-messages.js';

export interface TaskOptions {
  /** Worker threads; 0 = the calling thread. */
  jobs: number;
  /** Threads that are kept for more tasks; without it they end with these. */
  pool?: Pool;
  onProgress?(bytes: number): void;
  signal?: AbortSignal;
}

/** Threads, which take a while to start. */
export interface Pool {
  threads: Thread[];
  stop(): Promise<void>;
}

export function newPool(): Pool {
  const threads: Thread[] = [];
  return {
    threads,
    async stop() {
      await Promise.all(threads.splice(0).map((thread) => thread.stop()));
    },
  };
}

/** Throws the error of the first task that fails; the threads of the pool are stopped then. */
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
  const pool = options.pool ?? newPool();
  while (pool.threads.length < Math.min(jobs, tasks.length)) pool.threads.push(newThread());
  let next = 0;
  const work = pool.threads.map(async (thread) => {
    while (next < tasks.length) {
      const number = next++;
      results[number] = await thread.ask(tasks[number], onProgress);
    }
  });
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal!.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  let done = false;
  try {
    await Promise.race([Promise.all(work), aborted]);
    done = true;
    return results;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    if (!done || options.pool === undefined) await pool.stop();
    await Promise.allSettled(work);
  }
}

type Thread = ReturnType<typeof newThread>;

function newThread() {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const worker = new Worker(new URL('./mix-worker.js', import.meta.url), {
    execArgv: [],
    // A record's text is soon garbage: with room for more of them it is collected less often.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  let settle: { done(done: MixDone): void; failed(error: Error): void } | undefined;
  let tell: (bytes: number) => void = () => {};
  worker.on('message', (reply: MixReply) => {
    if (reply.is === 'progress') tell(reply.bytes);
    else if (reply.is === 'done') settle?.done(reply);
    else settle?.failed(unpackError(reply.error));
  });
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`a thread of the mixture ended with code ${code}`)));
  return {
    ask(task: MixTask, onProgress: (bytes: number) => void) {
      tell = onProgress;
      return new Promise<MixDone>((done, failed) => {
        settle = { done, failed };
        worker.postMessage(task);
      });
    },
    stop: () => worker.terminate(),
  };
}
