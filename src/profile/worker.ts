/** A worker thread: answers each request of the main thread (messages.ts), one at a time. */
import { parentPort } from 'node:worker_threads';
import { compactParts } from './compact.js';
import { mergeRuns } from './merge-runs.js';
import { packError, type Reply, type Request } from './messages.js';
import { buffersOf, openRun, type Part, packPart, readPart } from './part.js';
import { newSession, type Session } from './session.js';

const port = parentPort!;
let session: Session | undefined;

const send = (reply: Reply, move: ArrayBuffer[] = []) => port.postMessage(reply, move);
const sendPart = (part: Part | undefined) => {
  const sent = part && packPart(part);
  send({ is: 'done', part: sent, timing: session?.timing }, sent ? buffersOf(sent) : []);
};

async function answer(request: Request): Promise<void> {
  if (request.do === 'start') {
    session = newSession(request.options);
    send({ is: 'done' });
  } else if (request.do === 'shard') {
    const { shard, number, known } = request;
    sendPart(
      await session!.shard(shard, number, known, (bytes, documents) =>
        send({ is: 'progress', bytes, documents }),
      ),
    );
  } else if (request.do === 'finish') {
    sendPart(session!.finish());
  } else if (request.do === 'compact') {
    sendPart(compactParts(request.files.map(readPart), request.path));
  } else {
    const runs = request.runs.map(openRun);
    const table = mergeRuns(runs, request.capacity, request.known);
    for (const run of runs) run.close();
    send({ is: 'done', table }, [table.keys.buffer as ArrayBuffer, table.counts.buffer as ArrayBuffer]);
  }
}

port.on('message', (request: Request) => {
  answer(request).catch((error) => send({ is: 'failed', error: packError(error) }));
});
