/** `gen0 archive list`: what the archive holds. */
import type { ArchivedSource } from '../../archive/index.js';
import { stableJson } from '../../report/index.js';
import { DataError, UsageError } from '../../util/errors.js';
import { formatBytes, formatCount } from '../../util/format.js';
import { didYouMean } from '../../util/nearest.js';
import { ARCHIVE_HELP, ARCHIVE_OPTIONS, archiveStore } from '../archives.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { isSet } from '../flags.js';
import { tableText } from '../sources.js';

export const archiveList: Command = {
  name: 'archive list',
  summary: 'what the archive holds',
  help: `gen0 archive list [source]

  gen0 archive list
  gen0 archive list gutenberg                   its versions

${ARCHIVE_HELP}${COMMON_HELP}`,
  options: ARCHIVE_OPTIONS,
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [source, ...more] = args.positionals;
  if (more.length > 0)
    throw new UsageError(`archive list takes one source at most, got ${args.positionals.length}`);
  const archive = await context.engine.archive();
  const all = await archive.listArchive(await archiveStore(args, context), { now: context.now });
  const chosen = source === undefined ? all : all.filter((each) => each.source === source);
  if (source !== undefined && chosen.length === 0) {
    const near = didYouMean(
      source,
      all.map((each) => each.source),
    );
    throw new DataError(`${source}: not in the archive.${near} gen0 archive list shows what is`);
  }
  if (isSet(args, 'json')) context.stdout.write(stableJson(chosen));
  else context.stdout.write(source === undefined ? overview(all) : versions(chosen[0]));
  return 0;
}

function overview(all: readonly ArchivedSource[]): string {
  const rows = all.map(({ source, head, kept, files, bytes, versions: each }) => [
    source,
    head,
    kept ?? 'not in the log',
    formatCount(files),
    formatBytes(bytes),
    each.at(-1)!.created.slice(0, 10),
  ]);
  return tableText(['source', 'version', 'kept as', 'files', 'size', 'last added'], rows, 40);
}

function versions({ source, path, versions: all }: ArchivedSource): string {
  const rows = all.map(({ version, kept, declared, files, created, message }) => [
    version,
    kept ?? 'not in the log',
    declared ?? '',
    formatCount(files),
    created,
    message,
  ]);
  return `${source}  ${path}\n\n${tableText(['version', 'kept as', 'declared', 'files', 'created', 'message'], rows, 100)}`;
}
