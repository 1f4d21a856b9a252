/** A Python process that works off what it is sent, a line at a time, so that two programs can be measured in turns. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Peer {
  /** Sends a line and waits for the answer, a line of JSON. */
  ask<T>(line: string): Promise<T>;
  close(): void;
}

/** The script reads lines until stdin ends, and prints and flushes one for each. `threads` in its libraries. */
export function startPeer(command: string, script: string, args: string[] = [], threads = 1): Peer {
  const most = String(threads);
  const child = spawn(command, ['-c', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: most, OPENBLAS_NUM_THREADS: most, MKL_NUM_THREADS: most },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ended without an answer to "${line}"`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}
