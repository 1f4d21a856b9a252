/**
 * Runs of one order into the finished cell table: partition by partition in ascending order, each through the
 * kernel's counting table. It stops where the capacity ends, so the cost is bounded whatever comes in.
 */
import { thin } from './capacity.js';
import { type Kernel, newKernel } from './kernel.js';
import type { CellTable } from './profile.js';
import { cellsIn, PARTITIONS, type Run } from './run.js';

/** `from`: a shift that is known to be no larger than the result's. */
export function mergeRuns(runs: Run[], capacity: number, from = 0): CellTable {
  const least = runs.reduce((shift, run) => Math.min(shift, run.shift), Infinity);
  const known = runs.reduce((shift, run) => Math.max(shift, run.shift), from);
  const room = Math.min(
    runs.reduce((sum, run) => sum + run.cells, 0),
    capacity + 1,
  );
  const keys = new Uint32Array(2 * room);
  const counts = new Uint32Array(room);
  const kernel = newKernel();
  let length = 0;
  // A partition of the least shift is 2^(shift - least) whole partitions of a run with a larger one.
  const partitions = runs.length ? Math.max(1, PARTITIONS / 2 ** (known - least)) : 0;
  for (let partition = 0; partition < partitions && length < room; partition++) {
    const cells = mergePartition(kernel, sliceRuns(runs, partition, least), least);
    const taken = Math.min(cells, room - length);
    keys.set(new Uint32Array(kernel.memory.buffer, kernel.cellKeysAt() >>> 0, 2 * taken), 2 * length);
    counts.set(new Uint32Array(kernel.memory.buffer, kernel.cellCountsAt() >>> 0, taken), length);
    length += taken;
  }
  const fit = thin(keys, length, capacity, known);
  return {
    length: fit.length,
    keys: keys.subarray(0, 2 * fit.length),
    counts: counts.subarray(0, fit.length),
    shift: fit.shift,
  };
}

export interface Slice {
  run: Run;
  from: number;
  to: number;
}

/** The bytes of each run that belong to a partition at the `least` shift of all. */
export function sliceRuns(runs: Run[], partition: number, least: number): Slice[] {
  return runs.map((run) => {
    const width = 2 ** (run.shift - least);
    const first = Math.min(partition * width, PARTITIONS);
    return { run, from: run.index[first], to: run.index[Math.min(first + width, PARTITIONS)] };
  });
}

/** Leaves the partition's sorted cells in the kernel's output and returns their number. */
export function mergePartition(kernel: Kernel, slices: Slice[], shift: number): number {
  let expected = 0;
  let largest = 0;
  for (const { run, from, to } of slices) {
    if (from === to) continue;
    expected += cellsIn(run.read(from, to));
    largest = Math.max(largest, to - from);
  }
  for (let slots = 2 ** Math.ceil(Math.log2(Math.max(256, expected / 0.7))); ; slots *= 2) {
    kernel.layoutMerger(slots, largest);
    kernel.openTable(Math.floor(slots * 0.75), 8 + shift);
    let fits = true;
    for (const { run, from, to } of slices) {
      if (from === to) continue;
      new Uint8Array(kernel.memory.buffer, kernel.segmentAt() >>> 0, to - from).set(run.read(from, to));
      fits = Boolean(kernel.absorb(to - from));
      if (!fits) break;
    }
    const cells = kernel.closeTable();
    if (fits) return cells;
  }
}
