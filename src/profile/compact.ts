/**
 * Many parts into one of the same folder, so that a large corpus needs neither a large disk nor a long merge
 * at its end. It also finds out how far the thresholds must fall at least: a part's shift never exceeds the
 * whole's (see merge.ts).
 */
import { newKernel } from './kernel.js';
import { mergeProfiles } from './merge.js';
import { mergePartition, sliceRuns } from './merge-runs.js';
import {
  type AnyRun,
  type FileRun,
  lightOf,
  newRunFile,
  openRun,
  type Part,
  type RunFile,
  writePart,
} from './part.js';
import { PARTITIONS, RUN_ORDERS } from './run.js';

/** Each partition is written in so many pieces, so that the result can be dealt out anew at a larger shift. */
const PIECES = 16;

/** Writes the part `path` (and its runs beside it). The old files stay; the caller removes them. */
export function compactParts(parts: Part[], path: string): Part {
  const light = mergeProfiles(parts.map(lightOf));
  const file = newRunFile(path.replace(/\.part$/, '.runs'));
  const runs: FileRun[] = [];
  const known = RUN_ORDERS.map((order, i) => {
    const from = Math.max(...parts.map((part) => part.known[i]));
    const all = parts.flatMap((part) => part.runs.filter((run) => run.order === order));
    if (!all.length) return from;
    const run = compactOrder(all, light.capacity.cells[order - 1], from, file);
    runs.push(run);
    return Math.max(from, run.shift);
  });
  file.finish();
  return writePart(
    { light, runs, tallies: Object.assign({}, ...parts.map((part) => part.tallies)), known },
    path,
  );
}

/** One run out of many; its shift is the largest that is proven, at most 4 above the least that came in. */
function compactOrder(all: AnyRun[], capacity: number, from: number, file: RunFile): FileRun {
  const runs = all.map(openRun);
  const kernel = newKernel();
  const offset = file.size();
  const least = Math.min(...runs.map((run) => run.shift));
  const pieces = new Float64Array(PARTITIONS * PIECES + 1);
  const cells = new Float64Array(PARTITIONS * PIECES + 1); // Before each piece.
  // Pieces at the `known` shift that can still be kept.
  let shift = Math.min(from, least + Math.log2(PIECES));
  let sum = 0;
  const end = () => (PARTITIONS * PIECES) / 2 ** (shift - least);
  for (let partition = 0; partition * PIECES < end(); partition++) {
    const count = mergePartition(kernel, sliceRuns(runs, partition, least));
    for (let piece = 0, done = 0; piece < PIECES; piece++) {
      const at = partition * PIECES + piece;
      const n = kernel.cellsBelow(done, count, BigInt(at + 1), 52 - least);
      const bytes = kernel.writeCells(done, n);
      if (n) file.write(new Uint8Array(kernel.memory.buffer, kernel.segmentAt() >>> 0, bytes));
      done += n;
      sum += n;
      cells[at + 1] = sum;
      pieces[at + 1] = file.size() - offset;
    }
    // Whatever still comes, the result does not fit at this shift if what lies below its border does not now.
    while (sum > capacity && shift < least + Math.log2(PIECES)) {
      const border = Math.min(end(), (partition + 1) * PIECES);
      if (cells[border] <= capacity) break;
      shift++;
    }
  }
  for (const run of runs) run.close();
  const kept = end();
  const width = kept / PARTITIONS;
  const index = Float64Array.from({ length: PARTITIONS + 1 }, (_, i) => pieces[i * width]);
  return { order: all[0].order, shift, cells: cells[kept], index, file: file.path, offset };
}
