/** `gen0 archive export`: a version as a bag. */
import { resolve } from 'node:path';
import type { Got } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { formatBytes, plural } from '../../util/format.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore, byteProgress, onlyArgument } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet, textFlag } from '../flags.js';
import { version } from '../version.js';

export const archiveExport: Command = {
  name: 'archive export',
  summary: 'a version as a bag',
  help: `gen0 archive export <source> -o <folder>

  gen0 archive export gutenberg -o gutenberg-bag
  gen0 archive add gutenberg-bag --source gutenberg --store other/.gen0

Writes a version as a bag (BagIt, RFC 8493), which sha512sum -c checks and other
archives take in, with the source card, the inventory and the proof from the log.

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
  const source = onlyArgument(args, 'archive export', 'one source');
  const output = textFlag(args, 'output');
  if (output === undefined)
    throw new UsageError('-o: missing. Name a folder that is not there yet, as in -o bag');
  const archive = await context.engine.archive();
  const progress = byteProgress('exporting', args, context);
  let got: Got;
  try {
    got = await archive.exportBag(await archiveStore(args, context), source, resolve(context.cwd, output), {
      version: textFlag(args, 'at'),
      tool: version(),
      signal: context.signal,
      now: context.now,
      onBytes: progress.onBytes,
    });
  } finally {
    progress.end();
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson({ source, output, ...got }));
  else if (!isSet(args, 'quiet')) {
    context.stdout.write(
      `exported  ${source} ${got.version}  ${plural(got.files, 'file')}, ${formatBytes(got.bytes)}, to ${output}\n`,
    );
  }
  return 0;
}
