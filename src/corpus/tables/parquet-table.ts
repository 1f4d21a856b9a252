/** A table from Parquet, through hyparquet. Dates come as words, whole numbers of 64 bits as numbers. */
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../util/errors.js';
import { type Cell, type Column, columnOf } from './column.js';

/** `path` is for errors; `wanted` the columns to read, all when absent. Throws DataError naming row and column. */
export async function parseParquetTable(
  file: AsyncBuffer,
  path: string,
  wanted?: readonly string[],
): Promise<Column[]> {
  const { names, records } = await rows(file, path, wanted);
  return names.map((name) => {
    const cells = records.map((record, row) =>
      cellOf(record[name], `${path} row ${row + 1}, column ${name}`),
    );
    return columnOf(name, cells, (row) => `${path} row ${row + 1}`);
  });
}

async function rows(file: AsyncBuffer, path: string, wanted?: readonly string[]) {
  try {
    const metadata = await parquetMetadataAsync(file);
    const all = parquetSchema(metadata).children.map(({ element }) => element.name);
    const names = wanted ? all.filter((name) => wanted.includes(name)) : all;
    const records: Record<string, unknown>[] =
      names.length === 0 ? [] : await parquetReadObjects({ file, metadata, columns: names, compressors });
    if (names.length > 0 && BigInt(records.length) !== metadata.num_rows) {
      throw new Error(`${records.length} rows instead of ${metadata.num_rows}`);
    }
    return { names, records };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(`${path}: damaged Parquet file (${why}). Write or fetch it again`);
  }
}

function cellOf(value: unknown, at: string): Cell {
  if (value === null || value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  throw new DataError(`${at}: nested or binary, and a table is flat. Leave it out with --columns`);
}
