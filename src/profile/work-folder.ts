/**
 * The work folder of a run: parts that are finished, so that a run that was killed goes on where it was. Its
 * name is a hash of the inputs (path, size, time of change) and of the options that matter; a changed input
 * has another folder.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Input } from '../corpus/index.js';
import { type Part, readPart } from './part.js';

export const WORK_ROOT = join('.gen0', 'work');

/** The folder's name for these inputs and options. */
export function workName(inputs: Input[], options: unknown): string {
  const files = inputs.map(({ path, bytes }) => [path, bytes, path === '-' ? 0 : statSync(path).mtimeMs]);
  return createHash('sha256')
    .update(JSON.stringify([files, options]))
    .digest('hex')
    .slice(0, 20);
}

/**
 * Takes the folder: its path, and the parts that an earlier run left there if they are wanted. While the
 * process of an earlier run is alive, a folder beside it is taken.
 */
export function takeFolder(wanted: string, resume: boolean): { folder: string; parts: Part[] } {
  const folder = isTaken(wanted) ? `${wanted}-${process.pid}` : wanted;
  const parts = resume ? readParts(folder) : [];
  const keep = new Set(
    parts.flatMap((part) => [part.file!, ...part.runs.map((run) => ('file' in run ? run.file : ''))]),
  );
  if (existsSync(folder)) {
    for (const name of readdirSync(folder)) {
      if (!keep.has(join(folder, name))) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
  return { folder, parts };
}

/** Makes the folder when the first file goes into it. */
export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lock'), String(process.pid));
}

/** Removes the folder, and the folders around it that gen0 made if they are empty. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  if (!resolve(folder).startsWith(resolve(WORK_ROOT))) return;
  try {
    rmdirSync(dirname(folder));
    rmdirSync(dirname(dirname(folder)));
  } catch {
    // Something else is in there, or nothing ever was.
  }
}

/** After an abort: leaves finished parts, for a later resume, and nothing else. */
export function tidyFolder(folder: string): void {
  if (!existsSync(folder)) return;
  rmSync(join(folder, 'lock'), { force: true });
  if (!takeFolder(folder, true).parts.length) removeFolder(folder);
}

/** Whether the process that opened the folder is alive. */
export function isTaken(folder: string): boolean {
  try {
    const pid = Number(readFileSync(join(folder, 'lock'), 'utf8'));
    if (!pid || pid === process.pid) return false;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Parts that cover different shards; of two that overlap, the one that covers more. Damaged ones are left out. */
function readParts(folder: string): Part[] {
  if (!existsSync(folder)) return [];
  const parts: Part[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.part'))) {
    try {
      const part = readPart(join(folder, name));
      if (part.runs.every((run) => 'file' in run && statSync(run.file).size >= run.offset + run.index[256])) {
        parts.push({ ...part, light: undefined });
      }
    } catch {
      // Its shards are read again.
    }
  }
  const size = (part: Part) => Object.keys(part.tallies).length;
  parts.sort((a, b) => size(b) - size(a));
  const seen = new Set<string>();
  return parts.filter((part) => {
    const shards = Object.keys(part.tallies);
    if (shards.some((shard) => seen.has(shard))) return false;
    for (const shard of shards) seen.add(shard);
    return true;
  });
}
