/** The whole chain from paths to documents, as a command would run it. */
import type { Document } from '../../corpus/document.js';
import {
  assertNotEmpty,
  expandInputs,
  newTally,
  planShards,
  type ReadOptions,
  type ReadTally,
  readShard,
} from '../../corpus/index.js';

export async function readAll(
  paths: string | string[],
  options: ReadOptions = {},
  shardBytes = 1 << 30,
): Promise<{ documents: Document[]; texts: string[]; tally: ReadTally }> {
  const tally = newTally();
  const documents: Document[] = [];
  const inputs = await expandInputs([paths].flat(), options);
  for (const shard of planShards(inputs, shardBytes, options))
    for await (const batch of readShard(shard, options, tally)) for (const one of batch) documents.push(one);
  return { documents, texts: documents.map((one) => one.text), tally };
}

/** Resolves to the message of the error that reading ends with; '' when it ends well. */
export async function readError(paths: string | string[], options: ReadOptions = {}): Promise<string> {
  try {
    const { tally } = await readAll(paths, options);
    assertNotEmpty(tally, [paths].flat());
    return '';
  } catch (error) {
    if ((error as Error).name !== 'DataError') throw error;
    return (error as Error).message;
  }
}
