/** Runs the checks of all closed forms over threads; the rows come in the order of the checks, whatever the threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type SentError, unpackError } from '../../profile/messages.js';
import type { Row } from './check.js';
import { CHECKS } from './index.js';

export interface VerifiedRow extends Row {
  source: string;
}

export interface VerifyOptions {
  /** Scale of the number of runs: 1 is the full check. */
  runs: number;
  /** Threads. Default: as many as cores. */
  jobs?: number;
  /** Numbers of the checks to run. Default: all. */
  only?: readonly number[];
  onProgress?: (done: number, checks: number) => void;
  signal?: AbortSignal;
}

export async function runChecks({
  runs,
  jobs = availableParallelism(),
  only = CHECKS.map((_, i) => i),
  onProgress = () => {},
  signal,
}: VerifyOptions): Promise<VerifiedRow[]> {
  const rows: VerifiedRow[][] = [];
  let [next, done] = [0, 0];
  const workers: Worker[] = [];
  const work = async (worker: Worker) => {
    while (next < only.length && !signal?.aborted) {
      const check = only[next++];
      const found = await ask(worker, check, runs, signal);
      rows[check] = found.map((row) => ({ ...row, source: CHECKS[check].source }));
      onProgress(++done, only.length);
    }
  };
  try {
    for (let i = 0; i < Math.min(jobs, only.length); i++) {
      workers.push(new Worker(new URL('./verify-worker.js', import.meta.url), { execArgv: [] }));
    }
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return rows.flat();
}

function ask(worker: Worker, check: number, runs: number, signal?: AbortSignal): Promise<Row[]> {
  return new Promise((done, failed) => {
    const stop = () => failed(new Error('interrupted'));
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('error', failed);
    worker.once('message', ({ rows, error }: { rows?: Row[]; error?: SentError }) => {
      signal?.removeEventListener('abort', stop);
      worker.off('error', failed);
      if (rows) done(rows);
      else failed(unpackError(error!));
    });
    worker.postMessage({ check, runs });
  });
}
