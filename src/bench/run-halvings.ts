import { Worker } from 'node:worker_threads';
import type { Halving } from './halvings.js';

export interface HalvingsRun {
  set: string;
  times: number;
  halvings: Halving[];
}

/** Runs halvings in two worker threads, with progress on stderr; `only`: groups or ids of metrics. */
export async function runHalvings(
  set: string,
  times: number,
  runs: number,
  only?: string[],
): Promise<HalvingsRun> {
  const jobs = 2;
  let done = 0;
  const parts = await Promise.all(
    Array.from(
      { length: jobs },
      (_, first) =>
        new Promise<[number, Halving][]>((resolve, reject) => {
          const worker = new Worker(new URL('./calibrate-worker.js', import.meta.url), {
            workerData: { set, times, runs, only, first, step: jobs },
          });
          worker.on('message', (message: { done?: number; results?: [number, Halving][] }) => {
            if (message.results) resolve(message.results);
            else if (++done % 50 === 0) process.stderr.write(`${set} 1:${times} ${done}/${runs}\n`);
          });
          worker.on('error', reject);
        }),
    ),
  );
  const halvings = parts.flat().sort((a, b) => a[0] - b[0]);
  return { set, times, halvings: halvings.map(([, halving]) => halving) };
}
