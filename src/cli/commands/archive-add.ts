/** `gen0 archive add`: keep files of a source for good. */
import { resolve } from 'node:path';
import type { AddedToArchive } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { UsageError } from '../../util/errors.js';
import { formatBytes, formatCount, plural } from '../../util/format.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore, byteProgress, onlyArgument } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { choiceFlag, isSet, textFlag } from '../flags.js';

export const archiveAdd: Command = {
  name: 'archive add',
  summary: 'keep files of a source for good',
  help: `gen0 archive add <file|folder|bag> --source ID

  gen0 archive add books/ --source gutenberg
  gen0 archive add essays.jsonl --source essays --by "Ada Lovelace <ada@example.org>"
  gen0 archive add forum.jsonl --source forum --as mixed

Copies the files into the archive as a new version of the source, with its card, and
enters it in the signed log. The files that a version holds are those of the one
before and the new ones; a file of the same name is replaced in the new version and
stays in the old. Of a bag (RFC 8493) every digest is checked first. The same again
changes nothing.

      --source ID      a source with a card; gen0 source add makes one
      --as mixed       keep what is not known to be human, marked for ever. Without
                       it, a source declared synthetic or unknown is refused
      --by "NAME <ADDRESS>"   who adds it; the address an e-mail or a URL
${ARCHIVE_HELP}${COMMON_HELP}`,
  options: {
    ...ARCHIVE_OPTIONS,
    source: { type: 'string' },
    as: { type: 'string' },
    by: { type: 'string' },
  },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const input = onlyArgument(args, 'archive add', 'one file, folder or bag');
  const source = textFlag(args, 'source');
  if (source === undefined) {
    throw new UsageError(
      '--source: missing. Name the source that the files belong to, as in --source gutenberg',
    );
  }
  const as = choiceFlag(args, 'as', ['mixed']);
  const by = byFlag(args);
  const archive = await context.engine.archive();
  const store = await archiveStore(args, context);
  const progress = byteProgress('archiving', args, context);
  let added: AddedToArchive;
  try {
    const { signal, now } = context;
    const { onBytes, plan: onPlan } = progress;
    added = await archive.addToArchive(store, resolve(context.cwd, input), {
      source,
      as,
      by,
      signal,
      now,
      onBytes,
      onPlan,
    });
  } finally {
    progress.end();
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson(added));
  else if (!isSet(args, 'quiet')) context.stdout.write(sentence(added));
  return 0;
}

function sentence({
  source,
  version,
  isNew,
  kept,
  declared,
  files,
  stored,
  bytes,
  logSize,
}: AddedToArchive): string {
  if (!isNew) return `unchanged ${source} ${version}  holds all ${plural(files, 'file')} already\n`;
  const mark = kept === 'human' ? 'human' : `MIXED (declared ${declared}), marked for ever`;
  const before = stored === files ? '' : ` (${formatCount(stored)} with new content)`;
  return (
    `archived  ${source} ${version}  ${plural(files, 'file')}, ${formatBytes(bytes)}${before}, kept as ${mark}\n` +
    `          entry ${formatCount(logSize! - 1)} of the log; gen0 archive proof ${source} proves it\n`
  );
}

/** `Name <address>`; an address without a scheme is an e-mail. */
function byFlag(args: Args): { name: string; address: string } | undefined {
  const text = textFlag(args, 'by');
  if (text === undefined) return undefined;
  const found = /^\s*([^<>]*[^<>\s])\s*<([^<>\s]+)>\s*$/.exec(text);
  if (found === null)
    throw new UsageError(`--by ${text}: must be a name and an address, as in "Ada <ada@example.org>"`);
  const [, name, address] = found;
  return { name, address: /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `mailto:${address}` };
}
