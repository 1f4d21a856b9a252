/** Cuts inputs into pieces that threads can take, without reading them. */
import type { Input, ReadOptions, Shard } from './input.js';

/**
 * Shards in the order of the inputs. Plain JSON Lines, and plain text read line by line, are cut about every
 * `shardBytes`; every other input is one shard.
 */
export function planShards(inputs: readonly Input[], shardBytes: number, options: ReadOptions = {}): Shard[] {
  const shards: Shard[] = [];
  for (const input of inputs) {
    const byLine = input.format === 'jsonl' || (input.format === 'text' && options.unit === 'line');
    const canSplit = byLine && input.compression === 'none' && !input.stream && !input.problem;
    const pieces = canSplit ? Math.max(1, Math.ceil(input.bytes / Math.max(1, shardBytes))) : 1;
    for (let piece = 0; piece < pieces; piece++) {
      const border = (index: number) => Math.floor((input.bytes * index) / pieces);
      // A stream has no size; and a file that grows meanwhile is read to its end.
      const end = piece === pieces - 1 ? Number.MAX_SAFE_INTEGER : border(piece + 1);
      shards.push({ input, start: border(piece), end });
    }
  }
  return shards;
}
