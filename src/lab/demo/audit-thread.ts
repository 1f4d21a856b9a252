/**
 * Audits of generations in a thread of their own: the next generation is made meanwhile, and Ctrl-C need not wait for
 * an audit to end.
 */
import { Worker } from 'node:worker_threads';
import type { AuditResult } from '../../audit/result.js';

export interface AuditData {
  /** The human texts in two parts: generation 0 is the first against the second, the reference of the others is both. */
  halves: [string[], string[]];
  seed: number;
  /** Of gen0, for the results. */
  version: string;
}

export interface AuditThread {
  /** One at a time. Generation 0 needs no texts. */
  audit(generation: number, texts: string[]): Promise<AuditResult>;
  stop(): Promise<unknown>;
}

export function newAuditThread(data: AuditData): AuditThread {
  const worker = new Worker(new URL('./audit-worker.js', import.meta.url), { workerData: data });
  let settle: { done: (result: AuditResult) => void; failed: (error: Error) => void } | undefined;
  worker.on('message', (result: AuditResult) => settle?.done(result));
  worker.on('error', (error) => settle?.failed(error as Error));
  worker.on('exit', (code) => settle?.failed(new Error(`the auditing thread ended with code ${code}`)));
  return {
    audit(generation, texts) {
      return new Promise((done, failed) => {
        settle = { done, failed };
        worker.postMessage({ generation, texts });
      });
    },
    stop: () => worker.terminate(),
  };
}
