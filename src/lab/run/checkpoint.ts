/**
 * The work folder of a run of the lab, `.gen0/work/lab-<hash of the effective configuration and the inputs>`:
 *
 *   finished.bin           finished runs, appended: length, checksum, the record
 *   <arm>-<run>.state      an unfinished run after some generation; replaced whole
 *   fits/<arm>-<run>/      what its fits of networks have so far (fit-files.ts)
 *   fits/<run>/            ended ones that the other arms may take
 *   texts/<arm>/gen-NN.jsonl   what the first run of each arm wrote, where it is text that is to be kept
 *
 * A record that a crash cut short fails its checksum and is run again. Runs without texts write nothing in their first
 * second.
 */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { isTaken, openFolder, removeFolder } from '../../profile/work-folder.js';
import type { LabInput } from '../lab-input.js';
import { fitFolder, sharedFitFolder } from './fit-files.js';
import type { RunRecord, RunState } from './run-one.js';

/** Milliseconds between writes, at least. */
export const WRITE_MS = 1000;
/** How much longer than writing a state the work before the next write must be. */
const COST = 12;
const CHECKSUM = 8;
/** Folder of the texts. */
export const TEXTS = 'texts';

export interface FinishedRun {
  arm: number;
  run: number;
  record: RunRecord;
}

/** The folder's name for what is run. */
export function workName(effective: unknown, input: LabInput | undefined): string {
  const hash = createHash('sha256').update(JSON.stringify(effective));
  if (input) hash.update(serialize(input));
  return `lab-${hash.digest('hex').slice(0, 20)}`;
}

/** Takes the folder and what an earlier run left there, if it is wanted; one beside it while that run is alive. */
export function takeLabFolder(wanted: string, resume: boolean): { folder: string; finished: FinishedRun[] } {
  const folder = isTaken(wanted) ? `${wanted}-${process.pid}` : wanted;
  if (!resume) removeFolder(folder);
  const path = join(folder, 'finished.bin');
  if (!existsSync(path)) return { folder, finished: [] };
  const { finished, end } = readFinished(readFileSync(path));
  // What was cut short goes, so that the next record starts where the last whole one ends.
  writeWhole(path, readFileSync(path).subarray(0, end));
  return { folder, finished };
}

/** Appends; opens the folder first. */
export function appendFinished(folder: string, runs: readonly FinishedRun[]): void {
  openFolder(folder);
  const parts = runs.flatMap((run) => {
    const bytes = serialize(run);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(bytes.length);
    return [head, checksum(bytes), bytes];
  });
  appendFileSync(join(folder, 'finished.bin'), Buffer.concat(parts));
  for (const { arm, run } of runs) {
    rmSync(statePath(folder, arm, run), { force: true });
    rmSync(fitFolder(folder, arm, run), { recursive: true, force: true });
  }
}

/** When all arms of a run have finished and are appended. */
export function removeSharedFits(folder: string, run: number): void {
  rmSync(sharedFitFolder(folder, run), { recursive: true, force: true });
}

function readFinished(bytes: Buffer): { finished: FinishedRun[]; end: number } {
  const finished: FinishedRun[] = [];
  let at = 0;
  while (at + 4 + CHECKSUM <= bytes.length) {
    const from = at + 4 + CHECKSUM;
    const to = from + bytes.readUInt32LE(at);
    if (to > bytes.length) break;
    const body = bytes.subarray(from, to);
    if (!checksum(body).equals(bytes.subarray(at + 4, from))) break;
    finished.push(deserialize(body));
    at = to;
  }
  return { finished, end: at };
}

/** Writes the states of one run, from time to time; says whether it did. */
export function newStateWriter(folder: string, arm: number, run: number): (state: () => RunState) => boolean {
  const path = statePath(folder, arm, run);
  let due = performance.now() + WRITE_MS;
  return (state) => {
    const begin = performance.now();
    if (begin < due) return false;
    openFolder(folder);
    const bytes = serialize(state());
    writeWhole(path, Buffer.concat([checksum(bytes), bytes]));
    const end = performance.now();
    due = end + Math.max(WRITE_MS, COST * (end - begin));
    return true;
  };
}

/** The state that an earlier run left, if there is a whole one. */
export function readState(folder: string, arm: number, run: number): RunState | undefined {
  const path = statePath(folder, arm, run);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const body = bytes.subarray(CHECKSUM);
  return checksum(body).equals(bytes.subarray(0, CHECKSUM)) ? deserialize(body) : undefined;
}

/** After an abort: leaves the folder when there is something to take up. */
export function tidyLabFolder(folder: string): void {
  if (!existsSync(folder)) return;
  rmSync(join(folder, 'lock'), { force: true });
  if (readdirSync(folder).every((name) => name === TEXTS)) removeFolder(folder);
}

function statePath(folder: string, arm: number, run: number): string {
  return join(folder, `${arm}-${run}.state`);
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, CHECKSUM);
}
