/** `gen0 archive export`: a version as a bag. */
import { archiveStore, copyOut, OUTPUT_HELP, OUTPUT_OPTIONS, onlyArgument } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { textFlag } from '../flags.js';
import { version } from '../version.js';

export const archiveExport: Command = {
  name: 'archive export',
  summary: 'a version as a bag',
  help: `gen0 archive export <source> -o <folder>

  gen0 archive export gutenberg -o gutenberg-bag
  gen0 archive add gutenberg-bag --source gutenberg --store other/.gen0

Writes a version as a bag (BagIt, RFC 8493), which sha512sum -c checks and other
archives take in, with the source card, the inventory and the proof from the log.

${OUTPUT_HELP}${COMMON_HELP}`,
  options: OUTPUT_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const source = onlyArgument(args, 'archive export', 'one source');
  const { signal, now } = context;
  const words = { source, done: 'exported', doing: 'exporting', example: 'bag' };
  return copyOut(args, context, words, async (folder, onBytes) => {
    const archive = await context.engine.archive();
    const settings = { version: textFlag(args, 'at'), tool: version(), signal, now, onBytes };
    return archive.exportBag(await archiveStore(args, context), source, folder, settings);
  });
}
