/**
 * SQL over the ledger, by DuckDB, which reads the file where it lies: nothing is loaded before or kept after. A query can
 * only read, and only the ledger: one SELECT, with access to every other file, to extensions and to the settings closed.
 * DuckDB is an optional package that is loaded here and nowhere else.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataError, UsageError } from '../util/errors.js';
import { withLock } from '../util/lock.js';
import { ledgerLock } from './ledger.js';
import { recoverEnd } from './ledger-head.js';
import { ledgerPath } from './ledger-lines.js';

type Cell = string | number | boolean | null | object;

export interface QueryResult {
  columns: string[];
  rows: Cell[][];
  /** Whether there are rows beyond the limit. */
  more: boolean;
}

const last = (key: string) => `QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY n DESC) = 1`;

/** What a query may use beside `ledger`. */
const DEFINITIONS = [
  `CREATE VIEW cards AS SELECT
    entry->>'$.card.id' AS id, entry->>'$.card.title' AS title, entry->>'$.card.origin' AS origin,
    (entry->>'$.card.humanFraction[0]')::DOUBLE AS human_low,
    (entry->>'$.card.humanFraction[1]')::DOUBLE AS human_high,
    entry->>'$.card.generator.model' AS generator, entry->>'$.card.generator.version' AS generator_version,
    entry->>'$.card.collectedAt' AS collected_at, entry->>'$.card.licence' AS licence,
    (entry->'$.card.parents')::VARCHAR[] AS parents, entry->'$.card.evidence' AS evidence,
    json_array_length(entry, '$.card.files')::BIGINT AS files,
    list_sum((entry->'$.card.files[*].bytes')::BIGINT[])::BIGINT AS bytes,
    entry->>'$.card.sha256' AS sha256, entry->>'$.sha256' AS version, n, recorded_at
    FROM ledger WHERE kind = 'card' ${last("entry->>'$.card.id'")}`,
  `CREATE VIEW batches AS SELECT
    entry->>'$.id' AS id, entry->>'$.source' AS source, entry->>'$.origin' AS origin,
    (entry->>'$.humanFraction[0]')::DOUBLE AS human_low, (entry->>'$.humanFraction[1]')::DOUBLE AS human_high,
    entry->>'$.generator.model' AS generator, entry->>'$.generator.version' AS generator_version,
    (entry->'$.parents')::VARCHAR[] AS parents, (entry->>'$.documents')::BIGINT AS documents,
    (entry->>'$.tokens')::BIGINT AS tokens, entry->>'$.sha256' AS sha256, n, recorded_at
    FROM ledger WHERE kind = 'batch' ${last("entry->>'$.id'")}`,
  `CREATE VIEW mixtures AS SELECT
    entry->>'$.id' AS id, (entry->'$.parents')::STRUCT(id VARCHAR, share DOUBLE)[] AS parents,
    (entry->>'$.humanFraction[0]')::DOUBLE AS human_low, (entry->>'$.humanFraction[1]')::DOUBLE AS human_high,
    (entry->>'$.documents')::BIGINT AS documents, (entry->>'$.tokens')::BIGINT AS tokens,
    entry->>'$.sha256' AS sha256, n, recorded_at
    FROM ledger WHERE kind = 'mixture' ${last("entry->>'$.id'")}`,
  `CREATE VIEW parents AS
    SELECT id AS child, unnest(parents) AS parent, NULL::DOUBLE AS share FROM cards
    UNION ALL SELECT id, unnest(parents), NULL FROM batches
    UNION ALL SELECT id, source, NULL FROM batches WHERE source IS NOT NULL
    UNION ALL SELECT id, parent.id, parent.share FROM (SELECT id, unnest(parents) AS parent FROM mixtures)`,
];

/** No record is longer; DuckDB keeps a few such buffers. */
const LONGEST_RECORD = 64e6;

/** Runs one SELECT. Throws UsageError where it is none, DataError where DuckDB or a sound ledger is missing. */
export async function queryLedger(
  store: string,
  sql: string,
  most: number,
  signal?: AbortSignal,
): Promise<QueryResult> {
  const duckdb = await loadDuckdb();
  const path = resolve(ledgerPath(store));
  try {
    return await run(duckdb, path, sql, most, signal);
  } catch (error) {
    if (!/Malformed JSON/.test((error as Error).message)) throw error;
    // A record that is being written, or that a crash cut short: once more with the writers held off.
    return await withLock(ledgerLock(store), async () => {
      recoverEnd(store);
      return run(duckdb, path, sql, most, signal);
    });
  }
}

type Duckdb = typeof import('@duckdb/node-api');

async function loadDuckdb(): Promise<Duckdb> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    throw new DataError('source query: needs DuckDB: npm install @duckdb/node-api');
  }
}

async function run(
  duckdb: Duckdb,
  path: string,
  sql: string,
  most: number,
  signal?: AbortSignal,
): Promise<QueryResult> {
  const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    for (const statement of opening(path)) await connection.run(statement);
    await refuseOthers(duckdb, connection, sql);
    const reader = await connection.streamAndReadUntil(sql, most + 1);
    const types = reader.columnTypes();
    const { BIGINT, UBIGINT, HUGEINT, UHUGEINT } = duckdb.DuckDBTypeId;
    const integers: number[] = [BIGINT, UBIGINT, HUGEINT, UHUGEINT];
    const rows = reader.getRowsJson().slice(0, most);
    return {
      columns: reader.deduplicatedColumnNames(),
      rows: rows.map((row) => row.map((cell, i) => plainCell(cell, types[i], integers) as Cell)),
      more: reader.currentRowCount > most,
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UsageError) throw error;
    const message = (error as Error).message.trim();
    const remedy = /Malformed JSON|Invalid Input Error: JSON/.test(message)
      ? '. gen0 source verify names the line'
      : '';
    throw new DataError(`source query: ${message}${remedy}`);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

/** The views; then everything but the ledger is closed, and the lock thrown away. */
function opening(path: string): string[] {
  const columns = `{n: 'BIGINT', prev: 'VARCHAR', "at": 'TIMESTAMP', kind: 'VARCHAR', entry: 'JSON'}`;
  // A bracket around a sign of patterns takes it as it is.
  const pattern = quoted(path.replace(/[*?[]/g, '[$&]'));
  const source = existsSync(path)
    ? `read_json(${pattern}, format = 'newline_delimited', columns = ${columns}, maximum_object_size = ${LONGEST_RECORD})`
    : `(SELECT NULL::BIGINT AS n, '' AS prev, NULL::TIMESTAMP AS "at", '' AS kind, NULL::JSON AS entry WHERE false)`;
  return [
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    `SET temp_directory = ''`,
    `SET allowed_paths = [${quoted(path)}, ${pattern}]`,
    'SET enable_external_access = false',
    `CREATE VIEW ledger AS SELECT n, "at" AS recorded_at, kind, entry, prev FROM ${source}`,
    ...DEFINITIONS,
    'SET lock_configuration = true',
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** DuckDB could write to the one path that is open: only a SELECT may pass. */
async function refuseOthers(
  { StatementType }: Duckdb,
  connection: Awaited<ReturnType<import('@duckdb/node-api').DuckDBInstance['connect']>>,
  sql: string,
): Promise<void> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    throw new UsageError(`source query: takes one SELECT, got ${statements.count} statements`);
  }
  const prepared = await statements.prepare(0);
  const { statementType } = prepared;
  prepared.destroySync();
  if (statementType !== StatementType.SELECT) {
    throw new UsageError(
      `source query: only reads; a statement of the kind ${StatementType[statementType]} is refused. Write a SELECT`,
    );
  }
}

/** Numbers as numbers where they are exact (DuckDB gives long integers as text), JSON as what it holds. */
function plainCell(
  cell: unknown,
  type: { alias?: string; typeId: number },
  integers: readonly number[],
): unknown {
  if (typeof cell !== 'string') return cell;
  if (type.alias === 'JSON') return JSON.parse(cell);
  return integers.includes(type.typeId) && /^-?\d{1,15}$/.test(cell) ? Number(cell) : cell;
}
