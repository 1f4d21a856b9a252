/**
 * Parquet, through hyparquet: only the columns of text, id and labels, page by page; nested columns (conversations) a
 * row group at a time. The fields are chosen by the schema, not by a row.
 */
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
} from 'hyparquet';
import { getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../util/errors.js';
import { CHAT_FIELDS, detectFields, type JsonObject } from '../detect-fields.js';
import type { Fields, ReadOptions } from '../input.js';
import type { Sink } from '../sink.js';
import { checkedPages, type PageSource, parquetPages, stringFromBytes } from './parquet-pages.js';

const YIELD_AT = 1 << 20;

/** `path` is for messages. @throws DataError naming the path when the file is damaged. */
export async function* readParquet(
  file: AsyncBuffer,
  path: string,
  options: ReadOptions,
  sink: Sink,
): AsyncGenerator<void> {
  const metadata = await guard(path, () => parquetMetadataAsync(file));
  const fields = await guard(path, async () => sink.fields ?? schemaFields(metadata, options));
  if ('what' in fields) {
    sink.bad(fields.what, 1, undefined, fields.remedy);
    return;
  }
  sink.fields = fields;
  const columns = new Set(parquetSchema(metadata).children.map(({ element }) => element.name));
  const labels = (options.labels ?? []).filter((name) => columns.has(name));
  let row = 0;
  for (const group of metadata.row_groups) {
    const wanted = [...new Set([fields.text, ...(fields.id === undefined ? [] : [fields.id]), ...labels])];
    const { rows, text, beside, nested } = await guard(path, async () =>
      planGroup(file, metadata, group, wanted),
    );
    if (text) yield* readFlat(text, beside, fields.text, row, path, sink);
    else {
      for (const column of nested) {
        const pages = checkedPages(column);
        while (!(await guard(path, () => pages.next())).done);
      }
      const range = { rowStart: row, rowEnd: row + rows, columns: wanted };
      const records = await guard(path, () =>
        parquetReadObjects({ file, metadata, ...range, compressors, parsers: { stringFromBytes } }),
      );
      if (records.length !== rows) throw damaged(path, `${records.length} rows instead of ${rows}`);
      for (let index = 0; index < rows; index++) sink.record(records[index], row + index + 1);
      yield;
    }
    row += rows;
  }
  if (BigInt(row) !== metadata.num_rows) throw damaged(path, `${row} rows instead of ${metadata.num_rows}`);
}

interface GroupPlan {
  rows: number;
  /** The column of the text, where it and all the others are flat. */
  text?: PageSource;
  /** Those of id and labels, by name. */
  beside: Map<string, PageSource>;
  /** All the columns to read when one is not flat. */
  nested: PageSource[];
}

/**
 * Finds the columns to read in a row group; `wanted[0]` is the text's. @throws Error of any kind when the metadata
 * are damaged.
 */
function planGroup(file: AsyncBuffer, metadata: FileMetaData, group: RowGroup, wanted: string[]): GroupPlan {
  const schema = parquetSchema(metadata);
  const rows = Number(group.num_rows);
  const sources: PageSource[] = [];
  for (const { meta_data: chunk } of group.columns) {
    const name = chunk?.path_in_schema[0];
    if (!chunk || name === undefined || !wanted.includes(name)) continue;
    const values = Number(chunk.num_values);
    if (!(rows >= 0 && rows <= values)) throw new Error(`${values} values in ${rows} rows`);
    sources.push({ file, chunk, schemaPath: getTreePath(schema, chunk.path_in_schema), values });
  }
  const flat = (name: string) =>
    sources.find(
      ({ chunk, schemaPath, values }) =>
        chunk.path_in_schema[0] === name &&
        schemaPath.length === 2 &&
        isFlatColumn(schemaPath) &&
        values === rows,
    );
  const [text, ...others] = wanted.map((name) => [name, flat(name)] as const);
  const beside = new Map<string, PageSource>();
  for (const [name, source] of others) if (source) beside.set(name, source);
  const simple = beside.size === others.length;
  return { rows, text: simple ? text[1] : undefined, beside, nested: sources };
}

/** One row group of plain columns; the pages of the other columns have other borders. */
async function* readFlat(
  text: PageSource,
  beside: Map<string, PageSource>,
  field: string,
  rowsBefore: number,
  path: string,
  sink: Sink,
): AsyncGenerator<void> {
  const others = [...beside].map(([name, source]) => ({
    name,
    pages: parquetPages(source),
    values: [] as ArrayLike<unknown>,
    used: 0,
  }));
  let row = rowsBefore;
  const record: JsonObject = {};
  const textPages = parquetPages(text);
  for (;;) {
    const page = await guard(path, () => textPages.next());
    if (page.done) return;
    for (let index = 0; index < page.value.length; index++) {
      record[field] = page.value[index];
      for (const other of others) {
        if (other.used >= other.values.length) {
          other.values = (await guard(path, () => other.pages.next())).value ?? [];
          other.used = 0;
        }
        record[other.name] = other.values[other.used++];
      }
      row++;
      sink.record(record, row);
      // Pages of a well compressed column can hold far more text than a batch.
      if (sink.size > YIELD_AT) yield;
    }
    yield;
  }
}

/** The choice of `detectFields` for a record with an example value in every column. */
function schemaFields(
  metadata: FileMetaData,
  options: ReadOptions,
): Fields | { what: string; remedy: string } {
  const example: JsonObject = {};
  for (const { element, children } of parquetSchema(metadata).children) {
    if (children.length > 0) example[element.name] = CHAT_FIELDS.includes(element.name) ? [] : null;
    else if (element.type === 'BYTE_ARRAY') example[element.name] = '';
    else example[element.name] = element.type === 'INT32' || element.type === 'INT64' ? 0 : null;
  }
  return detectFields(example, options);
}

/** hyparquet meets damaged files with errors of many kinds. */
async function guard<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged(path, error instanceof Error ? error.message : String(error));
  }
}

function damaged(path: string, why: string): DataError {
  return new DataError(`${path}: damaged Parquet file (${why}). Write or fetch it again`);
}
