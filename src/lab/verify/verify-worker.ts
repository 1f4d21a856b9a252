/** The thread behind run-checks.ts: one check at a time. */
import { parentPort } from 'node:worker_threads';
import { packError } from '../../profile/messages.js';
import { CHECKS } from './index.js';

const port = parentPort!;

port.on('message', async ({ check, runs }: { check: number; runs: number }) => {
  try {
    port.postMessage({ rows: await CHECKS[check].rows(runs) });
  } catch (error) {
    port.postMessage({ error: packError(error) });
  }
});
