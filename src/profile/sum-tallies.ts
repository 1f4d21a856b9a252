/** The tallies of all shards as one, the first bad records in the order of the inputs. */
import { newTally, type ReadTally } from '../corpus/index.js';
import type { Part } from './part.js';

const BAD_KEPT = 20;

export function sumTallies(parts: Part[]): ReadTally {
  const byShard = parts
    .flatMap((part) => Object.entries(part.tallies))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, tally]) => tally);
  const sum = newTally();
  for (const tally of byShard) {
    sum.documents += tally.documents;
    sum.bytesRead += tally.bytesRead;
    sum.badCount += tally.badCount;
    sum.blank += tally.blank;
    sum.bad.push(...tally.bad.slice(0, BAD_KEPT - sum.bad.length));
  }
  return sum;
}
