/** Typed reading of flags. Every error names the flag, the value and what would do. */
import { UsageError } from '../util/errors.js';
import { parseSize } from '../util/format.js';
import { didYouMean } from '../util/nearest.js';
import type { Args, OptionTable } from './command.js';
import type { ProfileFlags, ReadFlags } from './engine.js';

export function textFlag({ flags }: Args, name: string): string | undefined {
  const value = flags[name];
  if (value === '') throw new UsageError(`--${name}: the value is empty`);
  return typeof value === 'string' ? value : undefined;
}

export function listFlag({ flags }: Args, name: string): string[] {
  const value = flags[name];
  if (!Array.isArray(value)) return [];
  const list = value.map(String);
  if (list.includes('')) throw new UsageError(`--${name}: the value is empty`);
  return list;
}

export function isSet({ flags }: Args, name: string): boolean {
  return flags[name] === true;
}

/** One of `choices`. */
export function choiceFlag<T extends string>(args: Args, name: string, choices: readonly T[]): T | undefined {
  const value = textFlag(args, name);
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new UsageError(`--${name} ${value}: must be ${choices.join(', ')}.${didYouMean(value, choices)}`);
  }
  return found;
}

/** An integer from `low` to `high`. */
export function integerFlag(args: Args, name: string, low: number, high: number): number | undefined {
  const value = textFlag(args, name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (!(number >= low && number <= high)) {
    throw new UsageError(`--${name} ${value}: must be an integer from ${low} to ${high}`);
  }
  return number;
}

/** A number from `low` to `high`. */
export function shareFlag(args: Args, name: string, low: number, high: number): number | undefined {
  const value = textFlag(args, name);
  if (value === undefined) return undefined;
  const number = /^\d*\.?\d+$/.test(value) ? Number(value) : NaN;
  if (!(number >= low && number <= high)) {
    throw new UsageError(`--${name} ${value}: must be a number from ${low} to ${high}`);
  }
  return number;
}

/** Bytes, from `1GB`, `512MB`, `1GiB`. */
export function sizeFlag(args: Args, name: string): number | undefined {
  const value = textFlag(args, name);
  if (value === undefined) return undefined;
  const bytes = parseSize(value);
  if (bytes === undefined) throw new UsageError(`--${name} ${value}: not a size; write 1GB, 512MB or 1GiB`);
  return bytes;
}

/** The flags of every command that reads corpora. */
export const READ_OPTIONS: OptionTable = {
  field: { type: 'string' },
  'id-field': { type: 'string' },
  unit: { type: 'string' },
  format: { type: 'string' },
  'on-bad-record': { type: 'string' },
  'max-record': { type: 'string' },
  tokeniser: { type: 'string' },
  seed: { type: 'string' },
  memory: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  resume: { type: 'boolean' },
};

export const READ_HELP = `Reading
      --field NAME     field of the text (default: found by itself)
      --id-field NAME  field of the document's id
      --unit U         what a document is in plain text: paragraph, file, line
      --format F       jsonl, json, csv, tsv, text, parquet (default: found)
      --on-bad-record  stop (default) or skip
      --max-record S   longest record, e.g. 256MB
      --tokeniser T    words (default) or whitespace
      --seed N         0 to 4294967295 (default 0): same seed, same bytes
      --memory S       budget of a profile, e.g. 512MB, 2GiB (default 1GB)
  -j, --jobs N         workers (default: as many as cores)
      --resume         go on after an interruption
`;

/** How records are read, from the flags alone. */
export function readFlags(args: Args): ReadFlags {
  return defined({
    field: textFlag(args, 'field'),
    idField: textFlag(args, 'id-field'),
    unit: choiceFlag(args, 'unit', ['paragraph', 'file', 'line']),
    format: choiceFlag(args, 'format', ['jsonl', 'json', 'csv', 'tsv', 'text', 'parquet']),
    onBadRecord: choiceFlag(args, 'on-bad-record', ['stop', 'skip']),
    maxRecordBytes: sizeFlag(args, 'max-record'),
  });
}

/** How a profile is made, from the flags alone. */
export function profileFlags(args: Args): ProfileFlags {
  return defined({
    tokeniser: choiceFlag(args, 'tokeniser', ['words', 'whitespace']),
    seed: integerFlag(args, 'seed', 0, 2 ** 32 - 1),
    memory: sizeFlag(args, 'memory'),
    jobs: integerFlag(args, 'jobs', 1, 256),
    resume: isSet(args, 'resume') || undefined,
    read: readFlags(args),
  });
}

/** The object without its undefined fields, so that spreading it overrides nothing by accident. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
