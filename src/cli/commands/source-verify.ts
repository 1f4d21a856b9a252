/** `gen0 source verify`: whether ledger, cards and files are what they were. */
import { stableJson } from '../../report/index.js';
import { printable } from '../../report/terminal.js';
import { UsageError } from '../../util/errors.js';
import { formatBytes, plural } from '../../util/format.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';
import { hashing, SOURCE_HELP, SOURCE_OPTIONS, sourceStore } from '../sources.js';

export const sourceVerify: Command = {
  name: 'source verify',
  summary: 'check ledger, cards and files',
  help: `gen0 source verify [id]

  gen0 source verify                every file, every card, every line of the ledger
  gen0 source verify gutenberg      one source, and the whole ledger

Names each fault with its file and line, and exits 1 if there is one. The hash that it
ends with is that of the ledger's last line: kept elsewhere, it tells later that
nothing before it was changed.

${SOURCE_HELP}${COMMON_HELP}`,
  options: SOURCE_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [id, ...more] = args.positionals;
  if (more.length > 0) throw new UsageError(`source verify takes one id, got ${args.positionals.length}`);
  const provenance = await context.engine.provenance();
  const store = await sourceStore(args, context);
  const progress = hashing('reading files', args, context);
  const result = await provenance.verifySources(store, id, progress.options).finally(progress.end);
  const { faults, notes, records, cards, files, bytes, sha256 } = result;
  if (isSet(args, 'json')) context.stdout.write(stableJson(result));
  else {
    for (const note of notes) context.stderr.write(`gen0: ${note}\n`);
    for (const { path, line, message } of faults) {
      const where = line === null ? path : `${path} line ${line}`;
      context.stdout.write(`FAULT  ${printable(where)}: ${printable(message)}\n`);
    }
    if (!isSet(args, 'quiet')) {
      context.stdout.write(
        `${faults.length === 0 ? 'No fault' : plural(faults.length, 'fault')}: ` +
          `${plural(records, 'record')} of the ledger, ${plural(cards, 'card')}, ${plural(files, 'file')} (${formatBytes(bytes)})\n` +
          `ledger ${sha256}\n`,
      );
    }
  }
  return faults.length === 0 ? 0 : 1;
}
