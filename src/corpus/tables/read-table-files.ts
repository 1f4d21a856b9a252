/** Several files of one table, one below the other. */
import { statSync } from 'node:fs';
import { DataError } from '../../util/errors.js';
import type { Column } from './column.js';
import { readColumns } from './read-columns.js';

export interface TableFiles {
  columns: Column[];
  rows: number;
  /** On disk. */
  bytes: number;
}

/** `wanted` as for `readColumns`. Throws DataError where the files differ in their columns. */
export async function readTableFiles(
  paths: readonly string[],
  wanted?: readonly string[],
): Promise<TableFiles> {
  let table: TableFiles | undefined;
  let first = '';
  for (const path of paths) {
    const columns = await readColumns(path, wanted);
    const next = { columns, rows: columns[0]?.values.length ?? 0, bytes: statSync(path).size };
    if (next.rows === 0)
      throw new DataError(`${path}: no rows${columns.length === 0 ? ' and no columns' : ''}`);
    if (!table) first = path;
    table = table ? below(table, next, first, path) : next;
  }
  return table!;
}

function below(a: TableFiles, b: TableFiles, first: string, path: string): TableFiles {
  const names = b.columns.map(({ name }) => name);
  const missing = a.columns.find(({ name }) => !names.includes(name))?.name;
  const extra = names.find((name) => !a.columns.some((column) => column.name === name));
  if (missing !== undefined || extra !== undefined) {
    throw new DataError(
      `${path}: ${missing !== undefined ? `no column ${missing}` : `a column ${extra}`}, unlike ${first}. Files of one table have the same columns`,
    );
  }
  const columns = a.columns.map((column): Column => {
    const other = b.columns.find(({ name }) => name === column.name)!;
    if (column.values instanceof Float64Array && other.values instanceof Float64Array) {
      return { name: column.name, values: joined(column.values, other.values) };
    }
    return { name: column.name, values: [...words(column), ...words(other)] };
  });
  return { columns, rows: a.rows + b.rows, bytes: a.bytes + b.bytes };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function words({ values }: Column): string[] {
  return Array.isArray(values) ? values : Array.from(values, (x) => (Number.isNaN(x) ? '' : String(x)));
}
