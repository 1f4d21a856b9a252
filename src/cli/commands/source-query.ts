/** `gen0 source query`: SQL over the ledger. */
import { UsageError } from '../../util/errors.js';
import { plural } from '../../util/format.js';
import { type Args, COMMON_HELP, type Command } from '../command.js';
import type { Context } from '../context.js';
import { integerFlag, isSet } from '../flags.js';
import { SOURCE_HELP, SOURCE_OPTIONS, sourceStore, tableText } from '../sources.js';

export const sourceQuery: Command = {
  name: 'source query',
  summary: 'SQL over the ledger',
  help: `gen0 source query "select …"

  gen0 source query "select id, origin, files, bytes from cards order by bytes desc"
  gen0 source query "select origin, sum(tokens) from batches group by origin"
  gen0 source query "select parent, share from parents where child = 'mix-7'" --json

One SELECT, by DuckDB (npm install @duckdb/node-api), over these views; a query can
read nothing else and write nothing.

  cards      the accepted version of each source
  batches    the last record of each batch of documents
  mixtures   the last record of each mixture
  parents    child, parent, share: what each was made from
  ledger     every record: n, recorded_at, kind, entry (JSON), prev

      --most N         rows (default 10000)
${SOURCE_HELP}${COMMON_HELP}`,
  options: { ...SOURCE_OPTIONS, most: { type: 'string' } },
  run,
};

async function run(args: Args, context: Context): Promise<number> {
  const [sql, ...more] = args.positionals;
  if (sql === undefined || more.length > 0) {
    throw new UsageError(
      `source query takes one text, got ${args.positionals.length}: gen0 source query "select * from cards"`,
    );
  }
  const most = integerFlag(args, 'most', 1, 10_000_000) ?? 10_000;
  const { queryLedger } = await context.engine.provenance();
  const result = await queryLedger(await sourceStore(args, context), sql, most, context.signal);
  const { columns, rows } = result;
  if (isSet(args, 'json')) {
    const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
    context.stdout.write(`${JSON.stringify(objects, null, 2)}\n`);
  } else {
    context.stdout.write(
      tableText(
        columns,
        rows.map((row) => row.map(cellText)),
      ),
    );
    if (!isSet(args, 'quiet')) context.stdout.write(`${plural(rows.length, 'row')}\n`);
  }
  if (result.more)
    context.stderr.write(`gen0: there are more than ${plural(most, 'row')}; --most raises the limit\n`);
  return 0;
}

function cellText(cell: unknown): string {
  if (cell === null) return '';
  if (Array.isArray(cell) && cell.every((each) => typeof each === 'string')) return cell.join(' ');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
