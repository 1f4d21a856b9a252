import type { Document } from './document.js';
import type { Input, ReadOptions } from './input.js';
import { planShards } from './plan-shards.js';
import { readShard } from './read-shard.js';
import type { ReadTally } from './tally.js';

/** All documents of the inputs in their order, in batches, read by one thread; `tally` is added to. Errors as `readShard`. */
export async function* readInputs(
  inputs: readonly Input[],
  options: ReadOptions,
  tally: ReadTally,
): AsyncGenerator<Document[]> {
  for (const shard of planShards(inputs, Number.POSITIVE_INFINITY, options))
    yield* readShard(shard, options, tally);
}
