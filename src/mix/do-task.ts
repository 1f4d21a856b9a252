/** Does a task of making a mixture, in whatever thread. */
import type { MixDone, MixTask } from './mix-messages.js';
import { fileHash, recountShard } from './recount.js';
import { newScanner, type Scanner } from './scan.js';
import { writeShard } from './write-shard.js';

export type DoTask = (task: MixTask, onProgress: (bytes: number) => void) => Promise<MixDone>;

/** One a thread. */
export function newDoTask(): DoTask {
  let scanner: Scanner | undefined;
  return async (task, onProgress) => {
    if (task.do === 'scan') {
      scanner ??= newScanner();
      return { part: await scanner.scan(task.request, onProgress) };
    }
    if (task.do === 'hash') return { sha256: await fileHash(task.path) };
    if (task.do === 'recount') return { recount: await recountShard(task.request) };
    return { shard: await writeShard(task.request) };
  };
}
