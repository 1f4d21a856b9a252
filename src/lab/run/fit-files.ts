/**
 * What the fits of one run leave in the work folder, `fits/<arm>-<run>/<name of the fit>.safetensors`: the state of the
 * store after some step, replaced whole, its checksum in the header. A fit of minutes that is killed goes on from there.
 * Lasting ones, such as the first model, which every arm has alike, move to `fits/<run>/` when they have ended, where the
 * other arms of the same seed find them: a name says all that a fit depends on.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadStore, type Store, saveStore } from '../../nn/index.js';
import { DataError } from '../../util/errors.js';
import type { FitHost } from '../learners/train-network.js';

/** Milliseconds between writes, at least. */
const WRITE_MS = 250;
/** How much longer than writing a state the work before the next write must be. */
const COST = 30;
const TELL_MS = 200;

export interface FitFiles extends FitHost {
  /** The run's state holds what the ended fits made: what they left is needed no more. */
  forget(): void;
}

/** Folder of the fits of one arm in one run, in the work folder. */
export function fitFolder(folder: string, arm: number, run: number): string {
  return join(folder, 'fits', `${arm}-${run}`);
}

/** Folder of the ended fits that all arms of one run may take. */
export function sharedFitFolder(folder: string, run: number): string {
  return join(folder, 'fits', `${run}`);
}

export interface FitEvents {
  /** Before each write: the work folder is to be there. */
  open: () => void;
  isStopped: () => boolean;
  /** A few times a second. */
  onDoing: (doing: string) => void;
}

/** In `folder`, which no other thread writes to, and `shared`. */
export function newFitFiles(
  folder: string,
  shared: string,
  { open, isStopped, onDoing }: FitEvents,
): FitFiles {
  let due = performance.now() + WRITE_MS;
  let told = Number.NEGATIVE_INFINITY;
  const ended: string[] = [];
  const pathOf = (name: string, within = folder) => join(within, `${name}.safetensors`);
  const write = (name: string, store: Store, step: number) => {
    const begin = performance.now();
    open();
    mkdirSync(folder, { recursive: true });
    saveStore(pathOf(name), store, { step, checksum: checksum(store) });
    const end = performance.now();
    due = end + Math.max(WRITE_MS, COST * (end - begin));
  };
  return {
    left: (name) => readFit(pathOf(name, shared)) ?? readFit(pathOf(name)),
    keep: (name, store, step) => {
      if (performance.now() >= due) write(name, store, step);
    },
    end: (name, store, step, lasting) => {
      // What was quick enough never to be written is quick to do again.
      if (performance.now() >= due || existsSync(pathOf(name))) {
        write(name, store, step);
        if (lasting) {
          mkdirSync(shared, { recursive: true });
          renameSync(pathOf(name), pathOf(name, shared));
        }
      }
      if (!lasting) ended.push(name);
    },
    fail: (name, store, step) => {
      write(name, store, step);
      return pathOf(name);
    },
    check: () => {
      if (isStopped()) throw new Error('interrupted');
    },
    tell: (doing) => {
      const now = performance.now();
      if (now - told < TELL_MS) return;
      told = now;
      onDoing(doing());
    },
    forget: () => {
      for (const name of ended.splice(0)) rmSync(pathOf(name), { force: true });
    },
  };
}

function readFit(path: string): { store: Store; step: number } | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { store, facts } = loadStore(path);
    const { step, checksum: expected } = facts as { step: number; checksum: string };
    return checksum(store) === expected ? { store, step } : undefined;
  } catch (error) {
    // Damaged: the fit begins again.
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

function checksum(store: Store): string {
  const hash = createHash('sha256');
  for (const [name, { data }] of store) hash.update(`${name}\n`).update(data);
  return hash.digest('hex');
}
