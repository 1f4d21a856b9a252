/**
 * Runs of one order into the finished cell table: partition by partition in ascending order, each merged by the
 * kernel. It stops where the capacity ends, so the cost is bounded whatever comes in.
 */
import { thin } from './capacity.js';
import { type Kernel, newKernel } from './kernel.js';
import type { CellTable } from './profile.js';
import { PARTITIONS, type Run } from './run.js';

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
    const cells = mergePartition(kernel, sliceRuns(runs, partition, least));
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
export function mergePartition(kernel: Kernel, slices: Slice[]): number {
  const bytes = slices.reduce((sum, { from, to }) => sum + to - from, 0);
  const at = kernel.segmentsAt(bytes) >>> 0;
  const segments = new Uint8Array(kernel.memory.buffer, at, bytes);
  let size = 0;
  for (const { run, from, to } of slices) {
    if (from === to) continue;
    segments.set(run.read(from, to), size);
    size += to - from;
  }
  return kernel.mergeSegments(bytes);
}
