/** A worker thread: does one task after the other (mix-messages.ts). */
import { parentPort } from 'node:worker_threads';
import { packError } from '../profile/messages.js';
import { newDoTask } from './do-task.js';
import type { MixReply, MixTask } from './mix-messages.js';

const port = parentPort!;
const doTask = newDoTask();
const send = (reply: MixReply, move: ArrayBuffer[] = []) => port.postMessage(reply, move);

port.on('message', (task: MixTask) => {
  doTask(task, (bytes) => send({ is: 'progress', bytes }))
    .then((done) => send({ is: 'done', ...done }, buffersOf(done.part)))
    .catch((error) => send({ is: 'failed', error: packError(error) }));
});

function buffersOf(part: object | undefined): ArrayBuffer[] {
  const arrays = Object.values(part ?? {}).filter(ArrayBuffer.isView);
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
