/**
 * Profiles a corpus: plans shards, deals them to threads, keeps finished parts in a work folder and merges.
 * The result depends on the documents and the rules alone: not on jobs, timing, files, or interruptions.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  assertNotEmpty,
  expandInputs,
  type Input,
  planShards,
  type ReadOptions,
  type ReadTally,
  type Shard,
} from '../corpus/index.js';
import { UsageError } from '../util/errors.js';
import { capacityOf, DEFAULT_MEMORY } from './capacity.js';
import { finishParts } from './finish.js';
import { type Part, unpackPart } from './part.js';
import { knownShifts, partsToCompact, removeParts } from './parts-to-compact.js';
import type { Profile, TokeniserName } from './profile.js';
import { newSession, type OnProgress, type SessionOptions } from './session.js';
import { sumTallies } from './sum-tallies.js';
import { newThread, type Thread } from './thread.js';
import { openFolder, removeFolder, takeFolder, tidyFolder, WORK_ROOT, workName } from './work-folder.js';

export interface ProfileOptions {
  /** Default `words`. */
  tokeniser?: TokeniserName;
  /** Seed of all hashes, a whole number of 0 … 2^53 - 1. Default 0. */
  seed?: number;
  /** Budget in bytes for everything. Default 1e9. It decides the capacity. */
  memory?: number;
  /** Threads. Default: as many as the machine runs at once. */
  jobs?: number;
  read?: ReadOptions;
  /** Take up the work of an equal run that was interrupted. */
  resume?: boolean;
  /** Default: `.gen0/work/<hash of the inputs and options>`. */
  workFolder?: string;
  /** Seconds until the first part goes into the work folder, and at least between parts. Default 5. */
  partSeconds?: number;
  onProgress?: (done: { bytes: number; totalBytes: number; documents: number }) => void;
  signal?: AbortSignal;
}

export interface Profiled {
  profile: Profile;
  /** Sums over the corpus; `bad` holds the first 20 in the order of the inputs. */
  tally: ReadTally;
  /** Seconds: `read` and `count` are summed over threads. */
  timing: { read: number; count: number; merge: number; total: number };
}

/** Inputs below so many bytes are read in the calling thread: starting threads would take longer. */
const SMALL = 2e6;
const LARGEST_SHARD = 16e6;
const SMALLEST_SHARD = 5e5;

/** DataError as the readers throw it; UsageError for impossible options; the signal's reason when aborted. */
export async function profileCorpus(paths: string[], options: ProfileOptions = {}): Promise<Profiled> {
  const started = performance.now();
  const { tokeniser = 'words', seed = 0, memory = DEFAULT_MEMORY, read = {}, signal } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UsageError(`--seed ${seed} is not a whole number of 0 … 2^53 - 1. Choose another`);
  }
  const inputs = await expandInputs(paths, read);
  const totalBytes = inputs.reduce((sum, input) => sum + input.bytes, 0);
  const shardBytes = Math.max(SMALLEST_SHARD, Math.min(LARGEST_SHARD, totalBytes / 16));
  const shards = planShards(inputs, shardBytes, read);
  const jobs = jobsFor(inputs, shards, totalBytes, options.jobs);
  const name = workName(inputs, [tokeniser, seed, memory, read, shardBytes]);
  const { folder, parts } = takeFolder(options.workFolder ?? join(WORK_ROOT, name), options.resume ?? false);
  if (jobs) openFolder(folder);
  const capacity = capacityOf(memory);
  const threads = Math.max(1, jobs);
  const session: Omit<SessionOptions, 'name'> = {
    tokeniser,
    seed,
    capacity,
    poolBytes: Math.min(2 ** 26, (0.2 * memory) / threads),
    read,
    folder,
    heldBytes: (0.1 * memory) / threads,
    partSeconds: options.partSeconds ?? 5,
  };
  const done = { bytes: 0, totalBytes, documents: 0 };
  const onProgress: OnProgress = (bytes, documents) => {
    done.bytes = Math.min(totalBytes, done.bytes + bytes); // Shards overlap a little where they are cut.
    done.documents += documents;
    options.onProgress?.({ ...done });
  };
  for (const part of parts) {
    for (const tally of Object.values(part.tallies)) onProgress(tally.bytesRead, tally.documents);
  }
  const job: Job = { shards, parts, session, jobs, onProgress, signal, timing: { read: 0, count: 0 } };
  try {
    signal?.throwIfAborted();
    const all = await (jobs ? countInThreads(job) : countHere(job));
    const counted = performance.now();
    signal?.throwIfAborted();
    const tally = sumTallies(all);
    assertNotEmpty(tally, paths);
    const profile = await finishParts(all, capacity, jobs);
    removeFolder(folder);
    const now = performance.now();
    const timing = { ...job.timing, merge: (now - counted) / 1000, total: (now - started) / 1000 };
    return { profile, tally, timing };
  } catch (error) {
    tidyFolder(folder);
    throw error;
  }
}

export interface Job {
  shards: Shard[];
  /** Parts of an earlier run. */
  parts: Part[];
  session: Omit<SessionOptions, 'name'>;
  /** Worker threads; 0 = the calling thread. */
  jobs: number;
  onProgress: OnProgress;
  signal?: AbortSignal;
  /** Seconds, to be added to. */
  timing: { read: number; count: number };
}

/** Streams can be read only where they were opened. */
function jobsFor(inputs: Input[], shards: Shard[], bytes: number, wanted = availableParallelism()): number {
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new UsageError(`--jobs ${wanted} is not a whole number of at least 1. Choose another`);
  }
  if (bytes < SMALL || inputs.some((input) => input.stream)) return 0;
  return Math.min(wanted, shards.length);
}

/** Shards that no part covers yet, with their numbers. */
function openShards({ shards, parts }: Job): { shard: Shard; number: number }[] {
  const covered = new Set(parts.flatMap((part) => Object.keys(part.tallies)));
  return shards
    .map((shard, number) => ({ shard, number }))
    .filter(({ number }) => !covered.has(String(number)));
}

async function countHere(job: Job): Promise<Part[]> {
  const session = newSession({ ...job.session, name: `here-${process.pid}` });
  const parts = [...job.parts];
  for (const { shard, number } of openShards(job)) {
    const part = await session.shard(shard, number, [0, 0, 0], (bytes, documents) => {
      job.onProgress(bytes, documents);
      job.signal?.throwIfAborted();
    });
    if (part) parts.push(part);
  }
  parts.push(session.finish());
  Object.assign(job.timing, session.timing);
  return parts;
}

/** Deals shards to workers; each asks for the next when it is done, and compacts when there is much to merge. */
async function countInThreads(job: Job): Promise<Part[]> {
  const waiting = openShards(job);
  let parts = [...job.parts];
  const rest: Part[] = [];
  let compactions = 0;
  const threads: Thread[] = Array.from({ length: job.jobs }, () => newThread(job.onProgress));
  const work = threads.map(async (thread, i) => {
    const name = `${i}-${process.pid}`;
    await thread.ask({ do: 'start', options: { ...job.session, name } });
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { part } = await thread.ask({ do: 'shard', ...next, known: knownShifts(parts) });
      if (part) parts.push(unpackPart(part));
      const due = partsToCompact(parts, job.session.capacity.cells);
      if (!due.length) continue;
      parts = parts.filter((part) => !due.includes(part));
      const path = join(job.session.folder!, `merged-${compactions++}-${process.pid}.part`);
      const { part: merged } = await thread.ask({
        do: 'compact',
        files: due.map((part) => part.file!),
        path,
      });
      parts.push(unpackPart(merged!));
      removeParts(due);
    }
    const { part, timing } = await thread.ask({ do: 'finish' });
    rest.push(unpackPart(part!));
    job.timing.read += timing!.read;
    job.timing.count += timing!.count;
  });
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(job.signal!.reason);
    job.signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([Promise.all(work), aborted]);
  } finally {
    job.signal?.removeEventListener('abort', onAbort);
    await Promise.all(threads.map((thread) => thread.stop()));
    await Promise.allSettled(work);
  }
  return [...parts, ...rest];
}
