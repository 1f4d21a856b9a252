/** Flags and words that the verbs of `gen0 archive` share. */
import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { Got } from '../archive/index.js';
import { stableJson } from '../report/index.js';
import { UsageError } from '../util/errors.js';
import { formatBytes, plural } from '../util/format.js';
import type { Args, OptionTable } from './command.js';
import type { Context } from './context.js';
import { isSet, textFlag } from './flags.js';
import { startProgress } from './progress.js';
import { SOURCE_OPTIONS } from './sources.js';

export { sourceStore as archiveStore } from './sources.js';

export const ARCHIVE_OPTIONS: OptionTable = SOURCE_OPTIONS;

export const ARCHIVE_HELP = `      --json           the same as JSON
      --store DIR      where the archive is (default: .gen0)
  -c, --config FILE    gen0.yaml elsewhere
`;

/** The one argument of a verb. */
export function onlyArgument({ positionals }: Args, verb: string, what: string): string {
  if (positionals.length !== 1) {
    throw new UsageError(`${verb} takes ${what}, got ${positionals.length}; gen0 ${verb} --help shows it`);
  }
  return positionals[0];
}

/** The public key that `--key` names. */
export async function keyFlag(args: Args, context: Context): Promise<KeyObject | undefined> {
  const path = textFlag(args, 'key');
  if (path === undefined) return undefined;
  return (await context.engine.archive()).readPublicKey(resolve(context.cwd, path));
}

/** Counts bytes for the line of progress; `total` may come later. */
export function byteProgress(label: string, args: Args, context: Context) {
  const progress = startProgress(label, isSet(args, 'quiet'), context, 'files');
  const done = { bytes: 0, totalBytes: 0, documents: 0 };
  return {
    plan(plan: { bytes: number; files: number }) {
      done.totalBytes = plan.bytes;
      done.documents = plan.files;
    },
    onBytes(bytes: number) {
      done.bytes += bytes;
      progress.update(done);
    },
    end: () => progress.end(),
  };
}

export const OUTPUT_OPTIONS: OptionTable = {
  ...ARCHIVE_OPTIONS,
  at: { type: 'string' },
  output: { type: 'string', short: 'o' },
};

export const OUTPUT_HELP = `  -o, --output DIR     a folder that is not there yet
      --at V           version (default: the newest)
${ARCHIVE_HELP}`;

/** Runs what copies a version of `source` to the folder that `-o` names, with progress, and says what was copied. */
export async function copyOut(
  args: Args,
  context: Context,
  { source, done, doing, example }: { source: string; done: string; doing: string; example: string },
  copy: (folder: string, onBytes: (bytes: number) => void) => Promise<Got>,
): Promise<number> {
  const output = textFlag(args, 'output');
  if (output === undefined) {
    throw new UsageError(`-o: missing. Name a folder that is not there yet, as in -o ${example}`);
  }
  const progress = byteProgress(doing, args, context);
  let got: Got;
  try {
    got = await copy(resolve(context.cwd, output), progress.onBytes);
  } finally {
    progress.end();
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson({ source, output, ...got }));
  else if (!isSet(args, 'quiet')) {
    const what = `${plural(got.files, 'file')}, ${formatBytes(got.bytes)}`;
    context.stdout.write(`${done.padEnd(10)}${source} ${got.version}  ${what}, to ${output}\n`);
  }
  return 0;
}
