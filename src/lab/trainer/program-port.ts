/**
 * Calls of the user's program by a thread that waits for the answer. The loop of the lab is synchronous; the main thread
 * owns the processes, so that it can end them at any time, even while the thread waits.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ProgramCall, ProgramReply, Said } from './protocol.js';
import { runProgram } from './run-program.js';

interface Asked {
  call: ProgramCall;
  /** One cell, 1 when the answer is there. */
  done: Int32Array<SharedArrayBuffer>;
}

/** In the thread: waits. */
export function callerOf(port: MessagePort): (call: ProgramCall) => ProgramReply {
  return (call) => {
    const asked: Asked = { call, done: new Int32Array(new SharedArrayBuffer(4)) };
    port.postMessage(asked);
    Atomics.wait(asked.done, 0, 0);
    return receiveMessageOnPort(port)!.message;
  };
}

/** In the main thread: answers until it is stopped, which ends what is running; resolves when that is gone. */
export function serveCalls(
  port: MessagePort,
  onSaid: (verb: string, said: Said) => void,
): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  port.on('message', ({ call, done }: Asked) => {
    running = runProgram(call, stop.signal, (said) => onSaid(call.verb, said)).then((reply) => {
      port.postMessage(reply);
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    });
  });
  return async () => {
    stop.abort();
    await running;
    port.close();
  };
}
