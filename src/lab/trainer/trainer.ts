/**
 * The user's own program as a learner. Every call is named for all that it depends on (command, training texts, seed,
 * first model), and what it made is kept in the run's folder under that name once it is whole: a run that is taken up
 * finds it there and does not call again.
 *
 *   models/<name>/           what `fit` left; there only when it ended well
 *   models/<name>.part-…/    while it runs
 *   samples/<name>.jsonl     what `sample` wrote
 *   program.log              what the program said, and its stderr
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../util/errors.js';
import { writeRecords } from '../run/write-texts.js';
import type { ProgramCall, ProgramReply } from './protocol.js';
import { readSample } from './read-sample.js';

/** A fitted model: plain data that a checkpoint can hold. */
export interface Fitted {
  /** Of its folder under `models/`. */
  name: string;
}

export interface TrainerOptions {
  /** Program and its first arguments. */
  command: string[];
  /** What it is called in errors. @default the command */
  shown?: string;
  /** Seconds that a call may take. */
  timeout: number;
}

export interface Trainer {
  /** Throws DataError where the program fails. */
  fit(texts: readonly string[], seed: number, start?: Fitted): Fitted;
  /** `n` texts. Throws DataError where the program fails, or writes too few or something else. */
  sample(model: Fitted, n: number, seed: number, bend: { temperature: number; keep: number }): string[];
}

export type NewTrainer = (options: TrainerOptions) => Trainer;

/** `folder`: of one run, absolute. `call`: starts the program and waits. */
export function newTrainer(
  folder: string,
  call: (call: ProgramCall) => ProgramReply,
  { command, shown = command.join(' '), timeout }: TrainerOptions,
): Trainer {
  const models = join(folder, 'models');
  const samples = join(folder, 'samples');
  const log = join(folder, 'program.log');
  mkdirSync(models, { recursive: true });
  mkdirSync(samples, { recursive: true });
  const run = (verb: ProgramCall['verb'], args: string[]) => {
    const reply = call({ verb, command, shown, args, log, timeout });
    if (!reply.ok) throw new DataError(`${reply.error}. --resume goes on from here`);
  };
  /** Models by generation: all that is fitted between two samplings. */
  const generations: Fitted[][] = [];
  let sampled = true;

  return {
    fit(texts, seed, start) {
      const name = nameOf(['fit', command, seed, start?.name], texts);
      const model = join(models, name);
      if (!existsSync(model)) {
        clearParts(models, name);
        const part = `${model}.part-${process.pid}`;
        const dataset = join(folder, `${name}.jsonl`);
        mkdirSync(part);
        writeRecords(dataset, texts, String);
        const more = start ? ['--start', join(models, start.name)] : [];
        try {
          run('fit', [dataset, part, '--seed', String(seed), ...more]);
          renameSync(part, model);
        } finally {
          rmSync(part, { recursive: true, force: true });
          rmSync(dataset, { force: true });
        }
      }
      const fitted = { name };
      if (sampled) generations.push([]);
      sampled = false;
      generations[generations.length - 1].push(fitted);
      forget();
      return fitted;
    },
    sample(model, n, seed, { temperature, keep }) {
      sampled = true;
      if (n === 0) return [];
      const name = nameOf(['sample', model.name, n, seed, temperature, keep], []);
      const path = join(samples, `${name}.jsonl`);
      if (!existsSync(path)) {
        clearParts(samples, name);
        const part = `${path}.part-${process.pid}`;
        const bent = [
          ...(temperature === 1 ? [] : ['--temperature', String(temperature)]),
          ...(keep === 1 ? [] : ['--keep', String(keep)]),
        ];
        try {
          run('sample', [join(models, model.name), String(n), part, '--seed', String(seed), ...bent]);
          readSample(part, n, `${shown} sample`);
          renameSync(part, path);
        } finally {
          rmSync(part, { recursive: true, force: true });
        }
      }
      return readSample(path, n, `${shown} sample`);
    },
  };

  /** Models may be large: kept are the first generation's, from which a regime may start, and the last two. */
  function forget(): void {
    for (const each of generations.splice(1, Math.max(0, generations.length - 3)).flat()) {
      rmSync(join(models, each.name), { recursive: true, force: true });
    }
  }
}

function nameOf(what: unknown[], texts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(what));
  for (const text of texts) hash.update(`\n${JSON.stringify(text)}`);
  return hash.digest('hex').slice(0, 20);
}

/** What an earlier, interrupted call left: a program that is still writing there loses its folder. */
function clearParts(folder: string, name: string): void {
  for (const each of readdirSync(folder)) {
    if (each.startsWith(name) && each.includes('.part-')) {
      rmSync(join(folder, each), { recursive: true, force: true });
    }
  }
}
