/** What the main thread and its workers say to each other when a mixture is made. */
import type { SentError } from '../profile/messages.js';
import type { Recount, RecountRequest } from './recount.js';
import type { ScannedPart, ScanRequest } from './scan-messages.js';
import type { ShardRequest, WrittenShard } from './write-shard.js';

export type MixTask =
  | { do: 'scan'; request: ScanRequest }
  | { do: 'hash'; path: string }
  | { do: 'shard'; request: ShardRequest }
  | { do: 'recount'; request: RecountRequest };

export type MixDone = { part?: ScannedPart; sha256?: string; shard?: WrittenShard; recount?: Recount };

export type MixReply =
  | { is: 'progress'; bytes: number }
  | ({ is: 'done' } & MixDone)
  | { is: 'failed'; error: SentError };
