/**
 * What one thread does: reads shards, counts them, and from time to time writes what it has as a part into
 * the work folder. The main thread and the workers run the same code.
 */
import { join } from 'node:path';
import { newTally, type ReadOptions, type ReadTally, readShard, type Shard } from '../corpus/index.js';
import { type CounterOptions, newCounter } from './counter.js';
import { type AnyRun, newRunFile, type Part, type RunFile, type Tallies, writePart } from './part.js';
import { openFolder } from './work-folder.js';

export interface SessionOptions extends CounterOptions {
  read: ReadOptions;
  /** Work folder; none: everything stays in memory. */
  folder?: string;
  /** Distinguishes the files of this thread from those of others. */
  name: string;
  /** Bytes of runs that may stay in memory. */
  heldBytes: number;
  /** Seconds until the first part is written, and at least between parts. */
  partSeconds: number;
}

export interface Session {
  /** Reads and counts a shard; then perhaps writes a part, which is returned. */
  shard(shard: Shard, number: number, known: number[], onProgress: OnProgress): Promise<Part | undefined>;
  /** Takes what is left. */
  finish(): Part;
  /** Seconds spent in reading and in counting. */
  timing: { read: number; count: number };
}

/** Called after each batch of documents, with what was read since the call before. */
export type OnProgress = (bytes: number, documents: number) => void;

/** How much longer than writing a part the counting before the next one must be. */
const COST = 12;

export function newSession(options: SessionOptions): Session {
  const { folder, name, read, heldBytes, partSeconds } = options;
  const counter = newCounter(options);
  const timing = { read: 0, count: 0 };
  let tallies: Tallies = {};
  let spilled: AnyRun[] = [];
  let file: RunFile | undefined;
  let parts = 0;
  let due = performance.now() / 1000 + partSeconds;
  let shifts = [0, 0, 0];

  const runFile = (): RunFile => {
    if (!file) {
      openFolder(folder!);
      file = newRunFile(join(folder!, `${name}-${parts}.runs`));
    }
    return file;
  };
  const spill = () => {
    if (!folder || counter.held() <= heldBytes) return;
    for (const run of counter.takeRuns()) spilled.push(runFile().append(run));
  };
  const take = (): Part => {
    const { light, runs } = counter.take();
    const tally = Object.values(tallies);
    light.skipped = tally.reduce((sum, { badCount }) => sum + badCount, 0);
    const part = { light, runs: [...spilled, ...runs], tallies, known: shifts };
    [spilled, tallies] = [[], {}];
    return part;
  };
  const write = (): Part => {
    const started = performance.now() / 1000;
    const part = take();
    const to = runFile();
    part.runs = part.runs.map((run) => ('bytes' in run ? to.append(run) : run));
    to.finish();
    const written = writePart(part, join(folder!, `${name}-${parts}.part`));
    file = undefined;
    parts++;
    const now = performance.now() / 1000;
    due = now + partSeconds + COST * (now - started);
    return written;
  };

  return {
    timing,
    async shard(shard, number, known, onProgress) {
      counter.know(known);
      shifts = known;
      const tally: ReadTally = newTally();
      const seen = { bytes: 0, documents: 0 };
      let mark = performance.now();
      for await (const documents of readShard(shard, read, tally)) {
        const before = performance.now();
        timing.read += (before - mark) / 1000;
        for (const document of documents) counter.add(document);
        spill();
        onProgress(tally.bytesRead - seen.bytes, tally.documents - seen.documents);
        seen.bytes = tally.bytesRead;
        seen.documents = tally.documents;
        mark = performance.now();
        timing.count += (mark - before) / 1000;
      }
      timing.read += (performance.now() - mark) / 1000;
      onProgress(tally.bytesRead - seen.bytes, tally.documents - seen.documents);
      tallies[number] = tally;
      return folder && performance.now() / 1000 >= due ? write() : undefined;
    },
    finish() {
      file?.finish();
      return take();
    },
  };
}
