/** Profiles documents that are in memory already, in the calling thread: the same profile as from their file. */
import type { Document } from '../corpus/document.js';
import { capacityOf } from './capacity.js';
import { newCounter } from './counter.js';
import { finishParts } from './finish.js';
import type { BuildOptions } from './plain.js';
import type { Profile } from './profile.js';

/** Of the counting kernel's memory; more than this at once only takes longer to lay out. */
const POOL_BYTES = 2 ** 26;

export async function profileDocuments(
  documents: Iterable<Document>,
  { tokeniser = 'words', seed = 0, memory }: BuildOptions = {},
): Promise<Profile> {
  const capacity = capacityOf(memory);
  const counter = newCounter({ tokeniser, seed, capacity, poolBytes: POOL_BYTES });
  for (const document of documents) counter.add(document);
  return finishParts([{ ...counter.take(), tallies: {}, known: [0, 0, 0] }], capacity, 1);
}
