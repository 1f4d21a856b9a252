/** When to merge finished parts while counting goes on, and what they are known to prove. */
import { rmSync } from 'node:fs';
import type { Part } from './part.js';
import type { Capacity } from './profile.js';
import { RUN_ORDERS } from './run.js';

/** Parts are merged when their cells exceed the capacity of an order so many times, or when they are many. */
const TIMES = 2.5;
const MANY = 24;

/** Shifts of 2- to 4-grams that the result is known to reach. */
export function knownShifts(parts: Part[]): number[] {
  return RUN_ORDERS.map((_, i) => Math.max(0, ...parts.map((part) => part.known[i])));
}

/** All parts that have files, when it is time to merge them; otherwise none. */
export function partsToCompact(parts: Part[], capacity: Capacity['cells']): Part[] {
  const written = parts.filter((part) => part.file);
  if (written.length < 2) return [];
  const over = RUN_ORDERS.some((order) => {
    const runs = written.flatMap((part) => part.runs.filter((run) => run.order === order));
    return runs.reduce((sum, run) => sum + run.cells, 0) > TIMES * capacity[order - 1];
  });
  return over || written.length >= MANY ? written : [];
}

/** Removes the files of parts: first what names the runs, then the runs. */
export function removeParts(parts: Part[]): void {
  for (const part of parts) {
    rmSync(part.file!, { force: true });
    for (const run of part.runs) if ('file' in run) rmSync(run.file, { force: true });
  }
}
