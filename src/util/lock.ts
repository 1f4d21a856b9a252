/**
 * One writer at a time, among processes of one machine, and no lock outlives its holder.
 *
 * The lock is a folder of numbered tickets, `<number>.json`, each created exclusively, whole; the highest number is the one
 * that counts. It is free when its holder wrote `released` into it or is dead, and is then taken by creating the next
 * number, which only one process can. Nothing is ever stolen by deleting or renaming, which is where lock files lose
 * races: two that see the same dead holder reach for the same next number. The highest ticket is never removed, so a
 * process that was asleep and creates an old number sees a higher one beside it, and retreats.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from './errors.js';
import { isAlive, type ProcessId, thisProcess } from './process-id.js';

/** How long to wait between two looks, in ms. */
const PAUSE = 5;

/**
 * Runs `work` as the only holder of the lock `folder`, which is made where it is missing. Waits for a living holder, at
 * most `patience` ms, then throws DataError naming it.
 */
export async function withLock<T>(
  folder: string,
  work: () => T | Promise<T>,
  patience = 600_000,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const number = await take(folder, patience);
  try {
    return await work();
  } finally {
    release(folder, number);
  }
}

async function take(folder: string, patience: number): Promise<number> {
  const own = thisProcess();
  for (let waited = 0; ; ) {
    const last = highest(folder);
    const holder = last === 0 ? null : holderOf(folder, last);
    if (holder === null) {
      const number = last + 1;
      if (create(join(folder, `${number}.json`), JSON.stringify(own))) {
        if (highest(folder) === number) {
          for (const old of numbers(folder)) {
            if (old < number) rmSync(join(folder, `${old}.json`), { force: true });
          }
          return number;
        }
        rmSync(join(folder, `${number}.json`), { force: true });
      }
      continue;
    }
    if (waited >= patience) {
      throw new DataError(
        `${folder}: held by process ${holder.pid} on ${holder.host} for longer than ${Math.round(patience / 1000)} s; ` +
          `stop it, or remove the folder if no gen0 runs there`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    waited += PAUSE;
  }
}

/** Creates a file that must not exist, with its content, in one step: linked, as an empty ticket would look free. */
function create(path: string, content: string): boolean {
  const temporary = `${path}-${process.pid}-${randomUUID()}`;
  writeFileSync(temporary, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The holder replaces its ticket's text in place; the ticket stays as the highest number. */
function release(folder: string, number: number): void {
  writeFileSync(join(folder, `${number}.json`), 'released\n');
}

function numbers(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1]))
    .filter((number) => number > 0);
}

function highest(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

/** Who holds the ticket, or null where it is free. */
function holderOf(folder: string, number: number): ProcessId | null {
  let text: string;
  try {
    text = readFileSync(join(folder, `${number}.json`), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (text === 'released\n') return null;
  let ticket: ProcessId;
  try {
    ticket = JSON.parse(text);
  } catch {
    return null;
  }
  return isAlive(ticket) ? ticket : null;
}
