/** `gen0 archive get`: give files back. */
import { UsageError } from '../../util/errors.js';
import { archiveStore, copyOut, OUTPUT_HELP, OUTPUT_OPTIONS } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { textFlag } from '../flags.js';

export const archiveGet: Command = {
  name: 'archive get',
  summary: 'give files back',
  help: `gen0 archive get <source> [file or folder of it…] -o <folder>

  gen0 archive get gutenberg -o books
  gen0 archive get gutenberg poems/ --at v1 -o poems-of-v1

Writes the files of a version as they were added. Every byte is checked on the way;
where one is wrong, nothing is written.

${OUTPUT_HELP}${COMMON_HELP}`,
  options: OUTPUT_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [source, ...only] = args.positionals;
  if (source === undefined) throw new UsageError('archive get takes a source; gen0 archive list shows them');
  const { signal, now } = context;
  const words = { source, done: 'copied', doing: 'copying', example: 'books' };
  return copyOut(args, context, words, async (folder, onBytes) => {
    const archive = await context.engine.archive();
    const settings = { version: textFlag(args, 'at'), only, signal, now, onBytes };
    return archive.getFromArchive(await archiveStore(args, context), source, folder, settings);
  });
}
