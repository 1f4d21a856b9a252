/** `gen0 audit --columns …`: one table against another. */
import type { AuditResult, Lineage } from '../audit/result.js';
import type { Gates } from '../config/config.js';
import { applyGates, type FailOn, withFailOn } from '../config/gates.js';
import { REPORTERS } from '../report/index.js';
import type { TableSide } from '../table/index.js';
import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { configOf, loadAudit, storeOf } from './audits.js';
import type { Args } from './command.js';
import type { Context } from './context.js';
import { nameOfPaths } from './corpora.js';
import type { Tables } from './engine.js';
import { choiceFlag, integerFlag, isSet, listFlag, textFlag } from './flags.js';
import { startProgress } from './progress.js';
import { checkBaseline, showAudit, worstExit } from './show-audit.js';
import { version } from './version.js';

/** Flags of text, which would be passed over in silence. */
const OF_TEXT = [
  'field',
  'id-field',
  'unit',
  'format',
  'on-bad-record',
  'max-record',
  'tokeniser',
  'memory',
  'resume',
  'by',
  'terms',
  'generations',
];

/** Resolves to the exit code. */
export async function auditTable(args: Args, context: Context): Promise<number> {
  const useless = OF_TEXT.find((flag) => args.flags[flag] !== undefined);
  if (useless !== undefined) {
    throw new UsageError(`--${useless}: is for text; it says nothing about a table (--columns)`);
  }
  const columns = textFlag(args, 'columns');
  const groups = listFlag(args, 'group');
  if (columns === undefined) throw new UsageError('--columns: names, or all');
  if (groups.length > 1) throw new UsageError('--group: a table is told by one column; name one');
  const group = groups.length === 1 ? groups[0] : undefined;
  const tables = await context.engine.tables();
  const wanted = tables.parseColumns(columns);
  const only = onlyOf(args, tables);
  const config = await configOf(args, context);
  const store = storeOf(args, config, context);
  const failOn = choiceFlag<FailOn>(args, 'fail-on', ['early', 'late', 'never']);
  // Gates on single metrics are for text; the verdict's holds for both.
  const ofVerdict: Gates = config?.gates.verdict ? { verdict: config.gates.verdict } : {};
  const gates = withFailOn(ofVerdict, failOn);
  const baselineName = textFlag(args, 'baseline');
  const baseline = baselineName === undefined ? undefined : loadAudit(store, baselineName);
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
  const measured = tables.auditTables(corpus, reference, {
    seed: integerFlag(args, 'seed', 0, 2 ** 32 - 1) ?? config?.seed ?? 0,
    version: version(),
    lineage:
      choiceFlag<Lineage>(args, 'lineage', ['descendant', 'same-source', 'unknown']) ??
      config?.lineage ??
      'unknown',
    kinds,
    group,
    only,
    warnings,
  });
  if (baseline) checkBaseline(baseline, measured, baselineName!);
  const end = context.now();
  const timing = {
    read: (compared - start) / 1000,
    compare: (end - compared) / 1000,
    total: (end - start) / 1000,
  };
  const result: AuditResult = {
    ...measured,
    startedAt: new Date(start).toISOString(),
    timing,
    gates: applyGates(measured, gates, baseline),
  };
  await showAudit(args, result, { store, configured: true }, context);
  if (isSet(args, 'json')) context.stdout.write(REPORTERS.json(result));
  return worstExit([result]);
}

function onlyOf(args: Args, { TABLE_CARDS }: Tables): string[] | undefined {
  const value = textFlag(args, 'only');
  if (value === undefined) return undefined;
  const known = [...new Set(Object.values(TABLE_CARDS).flatMap(({ id, group }) => [id, group]))];
  const only = value.split(',').map((word) => word.trim());
  for (const word of only) {
    if (known.includes(word.split(':')[0])) continue;
    throw new UsageError(
      `--only ${word}: no such metric or group of tables.${didYouMean(word, known)} There are ${known.join(', ')}`,
    );
  }
  return only;
}
