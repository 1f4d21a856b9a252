/** Reads a shard: batches of documents, under the rules of the options, counted in the tally. */
import { DataError } from '../util/errors.js';
import type { Document } from './document.js';
import type { ReadOptions, Shard } from './input.js';
import { readRecords } from './read-records.js';
import { createSink } from './sink.js';
import type { ReadTally } from './tally.js';

/** Characters of text after which a batch is handed over. */
const BATCH = 1 << 20;

/**
 * Documents in the order of the file, in batches of about 1 MB of text. All shards of an input together
 * give every document once.
 * @throws DataError under `onBadRecord: 'stop'` at the first bad record or damage; under `'skip'` bad
 * records are counted, and damage that makes the rest of a file unreadable counts as one.
 */
export async function* readShard(
  shard: Shard,
  options: ReadOptions,
  tally: ReadTally,
): AsyncGenerator<Document[]> {
  const { input } = shard;
  const skip = options.onBadRecord === 'skip';
  const sink = createSink(input, shard.start, options, tally);
  if (input.problem) {
    if (!skip) throw new DataError(`${input.path}: ${input.problem}`);
    sink.bad(input.problem, 1);
    return;
  }
  const progress = {
    onRead: (bytes: number) => {
      tally.bytesRead += bytes;
    },
  };
  try {
    for await (const _ of readRecords(shard, options, sink, progress))
      if (sink.size >= BATCH) yield sink.take();
  } catch (error) {
    if (!skip || !(error instanceof DataError)) throw error;
    sink.bad(error.message.replace(`${input.path}: `, ''), sink.line + 1);
  }
  if (sink.size > 0) yield sink.take();
}
