/** Parts into the profile of all their documents: the light profiles by merging, the runs order by order. */
import { mergeProfiles } from './merge.js';
import { mergeRuns } from './merge-runs.js';
import { type AnyRun, lightOf, openRun, type Part } from './part.js';
import type { Capacity, CellTable, Profile } from './profile.js';
import { RUN_ORDERS } from './run.js';
import { newThread } from './thread.js';

/** Below so many cells a thread costs more than it saves. */
const FEW_CELLS = 3e6;

export async function finishParts(parts: Part[], capacity: Capacity, jobs: number): Promise<Profile> {
  const runs = parts.flatMap((part) => part.runs);
  // The longest order first, so that the threads end together.
  const tasks = [...RUN_ORDERS].reverse().map((order) => ({
    order,
    runs: runs.filter((run) => run.order === order),
    capacity: capacity.cells[order - 1],
    known: Math.max(...parts.map((part) => part.known[order - 2])),
  }));
  const tables: CellTable[] = [];
  const cells = runs.reduce((sum, run) => sum + run.cells, 0);
  const threads = cells < FEW_CELLS ? [] : Array.from({ length: Math.min(jobs, 3) }, () => newThread());
  let merging: Promise<void>[] = [];
  let light: Profile;
  try {
    merging = threads.map(async (thread) => {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        const { table } = await thread.ask({ do: 'merge', ...task }, moved(task.runs));
        tables[task.order] = table!;
      }
    });
    // The threads work while this one merges the light profiles.
    light = lightOf(parts[0]);
    for (const part of parts.slice(1)) light = mergeProfiles([light, lightOf(part)]);
    await Promise.all(merging);
  } finally {
    for (const thread of threads) await thread.stop();
    await Promise.allSettled(merging);
  }
  for (const { order, runs, capacity, known } of tasks) {
    const open = runs.map(openRun);
    tables[order] = mergeRuns(open, capacity, known);
    for (const run of open) run.close();
  }
  return { ...light, grams: [light.grams[0], tables[2], tables[3], tables[4]] };
}

function moved(runs: AnyRun[]): ArrayBuffer[] {
  return runs.flatMap((run) => ('bytes' in run ? [run.bytes.buffer as ArrayBuffer] : []));
}
