/** `gen0 archive get`: give files back. */
import { resolve } from 'node:path';
import type { Got } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { formatBytes, plural } from '../../util/format.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore, byteProgress } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, textFlag } from '../flags.js';

export const archiveGet: Command = {
  name: 'archive get',
  summary: 'give files back',
  help: `gen0 archive get <source> [file or folder of it…] -o <folder>

  gen0 archive get gutenberg -o books
  gen0 archive get gutenberg poems/ --at v1 -o poems-of-v1

Writes the files of a version as they were added. Every byte is checked on the way;
where one is wrong, nothing is written.

  -o, --output DIR     a folder that is not there yet
      --at V           version (default: the newest)
${ARCHIVE_HELP}${COMMON_HELP}`,
  options: {
    ...ARCHIVE_OPTIONS,
    at: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [source, ...only] = args.positionals;
  if (source === undefined) throw new UsageError('archive get takes a source; gen0 archive list shows them');
  const output = textFlag(args, 'output');
  if (output === undefined)
    throw new UsageError('-o: missing. Name a folder that is not there yet, as in -o books');
  const archive = await context.engine.archive();
  const progress = byteProgress('copying', args, context);
  let got: Got;
  try {
    got = await archive.getFromArchive(
      await archiveStore(args, context),
      source,
      resolve(context.cwd, output),
      {
        version: textFlag(args, 'at'),
        only,
        signal: context.signal,
        now: context.now,
        onBytes: progress.onBytes,
      },
    );
  } finally {
    progress.end();
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson({ source, output, ...got }));
  else if (!isSet(args, 'quiet')) {
    context.stdout.write(
      `copied    ${source} ${got.version}  ${plural(got.files, 'file')}, ${formatBytes(got.bytes)}, to ${output}\n`,
    );
  }
  return 0;
}
