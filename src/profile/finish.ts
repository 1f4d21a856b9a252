/** Parts into the profile of all their documents. */

import type { MemoryRun, Part } from './counter.js';
import { mergeProfiles } from './merge.js';
import { mergeRuns } from './mergeRuns.js';
import type { Profile } from './profile.js';
import { RUN_ORDERS, type Run } from './run.js';

export function readable({ bytes, ...run }: MemoryRun): Run {
  return { ...run, read: (from, to) => bytes.subarray(from, to) };
}

export function finishParts(parts: Part[]): Profile {
  const light = mergeProfiles(parts.map((part) => part.light));
  const runs = parts.flatMap((part) => part.runs.map(readable));
  const [two, three, four] = RUN_ORDERS.map((order) =>
    mergeRuns(
      runs.filter((run) => run.order === order),
      light.capacity.cells[order - 1],
    ),
  );
  return { ...light, grams: [light.grams[0], two, three, four] };
}
