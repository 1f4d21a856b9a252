/** A worker thread as the main thread sees it: a function from request to reply. */
import { Worker } from 'node:worker_threads';
import { type Reply, type Request, unpackError } from './messages.js';

export type Done = Extract<Reply, { is: 'done' }>;

export interface Thread {
  ask(request: Request, move?: ArrayBuffer[]): Promise<Done>;
  stop(): Promise<unknown>;
}

export function newThread(onProgress: (bytes: number, documents: number) => void = () => {}): Thread {
  // Flags of the caller's process, such as --input-type, are none of a thread's business.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
  let settle: { done: (done: Done) => void; failed: (error: Error) => void } | undefined;
  worker.on('message', (reply: Reply) => {
    if (reply.is === 'progress') onProgress(reply.bytes, reply.documents);
    else if (reply.is === 'done') settle?.done(reply);
    else settle?.failed(unpackError(reply.error));
  });
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`a counting thread ended with code ${code}`)));
  return {
    ask(request, move = []) {
      return new Promise((done, failed) => {
        settle = { done, failed };
        worker.postMessage(request, move);
      });
    },
    stop: () => worker.terminate(),
  };
}
