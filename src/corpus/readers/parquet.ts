/**
 * Parquet, through hyparquet: only the columns of text and id, a row group at a time. The fields are chosen
 * by the schema, not by a row.
 */
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DataError } from '../../util/errors.js';
import { CHAT_FIELDS, detectFields, type JsonObject } from '../detect-fields.js';
import type { Fields, ReadOptions } from '../input.js';
import type { Sink } from '../sink.js';
import { decodeEscaping } from '../utf8.js';

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
  const columns = fields.id === undefined ? [fields.text] : [fields.text, fields.id];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await guard(path, () =>
      parquetReadObjects({
        file,
        metadata,
        columns,
        rowStart,
        rowEnd,
        compressors,
        parsers: { stringFromBytes },
      }),
    );
    if (rows.length !== rowEnd - rowStart)
      throw damaged(path, `${rows.length} rows instead of ${rowEnd - rowStart}`);
    for (let index = 0; index < rows.length; index++) sink.record(rows[index], rowStart + index + 1);
    rowStart = rowEnd;
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

/** Invalid bytes become lone surrogates, by which the sink knows the bad row. */
function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes && decodeEscaping(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
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
