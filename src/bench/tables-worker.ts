/** Runs a share of the halvings of a table: seeds `first`, `first + step`, … below `runs`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Halving } from './halvings.js';
import { tableHalving } from './table-halvings.js';
import { tableSet } from './table-sets.js';

const { set, damage, times, runs, first, step } = workerData as Record<string, number> & {
  set: string;
  damage: string;
};
const rowsOf = await tableSet(set);
const results: [number, Halving][] = [];
for (let seed = first; seed < runs; seed += step) {
  results.push([seed, tableHalving(rowsOf(seed), times, seed, damage)]);
}
parentPort?.postMessage(results);
