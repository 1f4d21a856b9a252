/** Does a task of making a mixture, in whatever thread. */
import { newTokenCounter } from '../profile/token-counter.js';
import type { MixDone, MixTask } from './mix-messages.js';
import { fileHash, recountShard } from './recount.js';
import { newScanner, type Scanner } from './scan.js';
import { writeShard } from './write-shard.js';

export type DoTask = (task: MixTask, onProgress: (bytes: number) => void) => Promise<MixDone>;

/** One a thread. */
export function newDoTask(): DoTask {
  let scanner: Scanner | undefined;
  let count: ReturnType<typeof newTokenCounter> | undefined;
  return async (task, onProgress) => {
    if (task.do === 'scan') {
      scanner ??= newScanner();
      return { part: await scanner.scan(task.request, onProgress) };
    }
    if (task.do === 'hash') return { sha256: await fileHash(task.path) };
    if (task.do === 'recount') {
      count ??= newTokenCounter();
      return { recount: await recountShard(task.request, count) };
    }
    return { shard: await writeShard(task.request) };
  };
}
