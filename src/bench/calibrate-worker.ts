/** Runs a share of the halvings: seeds `first`, `first + step`, … below `runs`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Halving, halving } from './halvings.js';
import { indexSet } from './sets.js';

const { set, only, times, runs, first, step } = workerData as {
  times: number;
  runs: number;
  first: number;
  step: number;
  set: string;
  only?: string[];
};
const index = indexSet(set);
const results: [number, Halving][] = [];
for (let seed = first; seed < runs; seed += step) {
  results.push([seed, await halving(index, times, seed, only)]);
  parentPort?.postMessage({ done: 1 });
}
parentPort?.postMessage({ results });
