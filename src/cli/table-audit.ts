/** `gen0 audit --columns …`: one table against another. */
import type { TableSide } from '../table/index.js';
import { UsageError } from '../util/errors.js';
import { atOnce } from './at-once.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { nameOfPaths } from './corpora.js';
import { isSet, listFlag, textFlag } from './flags.js';
import { startProgress } from './progress.js';
import { assertNoTextFlags, finishSided, onlyOf, sidedSettings } from './sided-audit.js';
import { version } from './version.js';

/** Resolves to the exit code. */
export async function auditTable(args: Args, context: Context): Promise<number> {
  assertNoTextFlags(args, 'a table (--columns)');
  const columns = textFlag(args, 'columns');
  const groups = listFlag(args, 'group');
  if (columns === undefined) throw new UsageError('--columns: names, or all');
  if (groups.length > 1) throw new UsageError('--group: a table is told by one column; name one');
  const group = groups.length === 1 ? groups[0] : undefined;
  const tables = await context.engine.tables();
  const wanted = tables.parseColumns(columns);
  const only = onlyOf(args, Object.values(tables.TABLE_CARDS), 'tables');
  const settings = await sidedSettings(args, context);
  const references = listFlag(args, 'reference');
  if (args.positionals.length === 0 || references.length === 0) {
    throw new UsageError('a table: gen0 audit made.csv --reference human.csv --columns all');
  }
  const start = context.now();
  const read = async (paths: string[]): Promise<TableSide> => {
    const names = wanted?.map(({ name }) => name);
    if (names && group !== undefined) names.push(group);
    return { name: nameOfPaths(paths), paths, ...(await tables.readTableFiles(paths, names)) };
  };
  const progress = startProgress('reading tables', isSet(args, 'quiet'), context);
  let sides: [TableSide, TableSide];
  try {
    sides = [await read(args.positionals), await read(references)];
  } finally {
    progress.end();
  }
  const { corpus, reference, kinds, warnings } = tables.chooseColumns(...sides, wanted, group);
  const compared = context.now();
  const { seed, lineage } = settings;
  const options = {
    seed,
    version: version(),
    lineage,
    kinds,
    group,
    only,
    warnings,
  };
  const measured = await atOnce(() => tables.auditTables(corpus, reference, options));
  return finishSided(args, measured, settings, { start, compared }, context);
}
