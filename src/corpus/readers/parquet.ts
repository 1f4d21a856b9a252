/**
 * Parquet, through hyparquet: only the columns of text and id, page by page; nested columns (conversations) a
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
  let row = 0;
  for (const group of metadata.row_groups) {
    const { rows, text, id, nested } = await guard(path, async () =>
      planGroup(file, metadata, group, fields),
    );
    if (text) yield* readFlat(text, id, fields, row, path, sink);
    else {
      for (const column of nested) {
        const pages = checkedPages(column);
        while (!(await guard(path, () => pages.next())).done);
      }
      const columns = fields.id === undefined ? [fields.text] : [fields.text, fields.id];
      const range = { rowStart: row, rowEnd: row + rows, columns };
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
  /** The columns of text and id where they are flat. */
  text?: PageSource;
  id?: PageSource;
  /** All the columns to read when the text is not flat. */
  nested: PageSource[];
}

/** Finds the columns to read in a row group. @throws Error of any kind when the metadata are damaged. */
function planGroup(file: AsyncBuffer, metadata: FileMetaData, group: RowGroup, fields: Fields): GroupPlan {
  const schema = parquetSchema(metadata);
  const rows = Number(group.num_rows);
  const sources: PageSource[] = [];
  for (const { meta_data: chunk } of group.columns) {
    const name = chunk?.path_in_schema[0];
    if (!chunk || (name !== fields.text && name !== fields.id)) continue;
    const values = Number(chunk.num_values);
    if (!(rows >= 0 && rows <= values)) throw new Error(`${values} values in ${rows} rows`);
    sources.push({ file, chunk, schemaPath: getTreePath(schema, chunk.path_in_schema), values });
  }
  const flat = (name: string | undefined) =>
    sources.find(
      ({ chunk, schemaPath, values }) =>
        chunk.path_in_schema[0] === name &&
        schemaPath.length === 2 &&
        isFlatColumn(schemaPath) &&
        values === rows,
    );
  return { rows, text: flat(fields.text), id: flat(fields.id), nested: sources };
}

/** One row group whose text is a plain column; the pages of the id column have other borders. */
async function* readFlat(
  text: PageSource,
  id: PageSource | undefined,
  fields: Fields,
  rowsBefore: number,
  path: string,
  sink: Sink,
): AsyncGenerator<void> {
  const idPages = id && parquetPages(id);
  let ids: ArrayLike<unknown> = [];
  let used = 0;
  let row = rowsBefore;
  const record: JsonObject = {};
  const textPages = parquetPages(text);
  for (;;) {
    const page = await guard(path, () => textPages.next());
    if (page.done) return;
    for (let index = 0; index < page.value.length; index++) {
      record[fields.text] = page.value[index];
      if (idPages && used >= ids.length) {
        ids = (await guard(path, () => idPages.next())).value ?? [];
        used = 0;
      }
      if (fields.id !== undefined) record[fields.id] = ids[used++];
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
