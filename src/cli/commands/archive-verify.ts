/** `gen0 archive verify`: audit files and log. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ArchiveAudit } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { printable } from '../../report/terminal.js';
import { DataError, UsageError } from '../../util/errors.js';
import { formatBytes, formatCount, plural } from '../../util/format.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore, byteProgress, keyFlag } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { integerFlag, isSet, textFlag } from '../flags.js';

export const archiveVerify: Command = {
  name: 'archive verify',
  summary: 'audit files and log',
  help: `gen0 archive verify

  gen0 archive verify                           every byte, and the log
  gen0 archive verify --sample 100              100 files at random, and the log
  gen0 archive verify --since old-checkpoint    the log goes on from the one you kept

Checks the archive by the OCFL 1.1 specification, files by their digests, the log by
its signature, objects by the log, and the log by the ledger. Every fault is named;
with one, the exit code is 1. The audit is recorded in the log, unless the log is what
is at fault.

      --sample N       hash so many files, chosen at random; structure and log whole
      --since FILE     a checkpoint or proof kept elsewhere, that the log must go on from
      --key FILE       public key to check with (default: that of the store)
      --no-record      record nothing
${ARCHIVE_HELP}${COMMON_HELP}`,
  options: {
    ...ARCHIVE_OPTIONS,
    sample: { type: 'string' },
    since: { type: 'string' },
    key: { type: 'string' },
    'no-record': { type: 'boolean' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  if (args.positionals.length > 0)
    throw new UsageError(`archive verify takes no argument, got ${args.positionals[0]}`);
  const archive = await context.engine.archive();
  const sample = integerFlag(args, 'sample', 1, 1e12);
  const publicKey = await keyFlag(args, context);
  const since = sinceFlag(args, context);
  const progress = byteProgress('verifying', args, context);
  let audit: ArchiveAudit;
  try {
    audit = await archive.verifyArchive(await archiveStore(args, context), {
      sample,
      publicKey,
      since,
      record: !isSet(args, 'no-record'),
      signal: context.signal,
      now: context.now,
      onPlan: progress.plan,
      onBytes: progress.onBytes,
    });
  } finally {
    progress.end();
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson(audit));
  else if (!isSet(args, 'quiet') || audit.faults.length > 0) context.stdout.write(audited(audit));
  return audit.faults.length > 0 ? 1 : 0;
}

function sinceFlag(args: Args, { cwd }: Context): { text: string; shown: string } | undefined {
  const path = textFlag(args, 'since');
  if (path === undefined) return undefined;
  try {
    return { text: readFileSync(resolve(cwd, path), 'utf8'), shown: path };
  } catch (error) {
    throw new DataError(`--since ${path}: cannot be read: ${(error as Error).message}`);
  }
}

function audited({
  objects,
  versions,
  files,
  hashed,
  bytes,
  logSize,
  faults,
  warnings,
  recorded,
}: ArchiveAudit): string {
  const lines = [...faults, ...warnings].map(
    ({ code, path, message }) => `${code.padEnd(8)}  ${printable(path)}\n          ${printable(message)}\n`,
  );
  const all = hashed === files ? 'all hashed' : `${formatCount(hashed)} hashed`;
  const log =
    logSize === null
      ? 'the log cannot be trusted'
      : `${plural(logSize, 'log entry').replace('entrys', 'entries')}`;
  return (
    `${lines.join('')}` +
    `${plural(objects, 'source')} in ${plural(versions, 'version')}, ${plural(files, 'file')} (${all}, ${formatBytes(bytes)}), ${log}\n` +
    `${faults.length === 0 ? 'No fault' : plural(faults.length, 'fault')}${recorded ? ', recorded in the log' : ''}\n`
  );
}
