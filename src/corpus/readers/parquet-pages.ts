/**
 * The values of one flat column of a row group, page by page. hyparquet reads a whole row group at once, and
 * common writers put a million rows into one; its functions for a single page keep memory at a page instead.
 */

import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import type { AsyncBuffer, ColumnMetaData, SchemaTree } from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import { decodeEscaping } from '../utf8.js';

/** Read at a time; a page that is larger is read as a whole. */
const WINDOW = 1 << 20;

/** No writer makes pages near this size: what claims to be larger is damage, and would cost the memory. */
const MAX_PAGE_BYTES = 1 << 30;

export interface PageSource {
  file: AsyncBuffer;
  chunk: ColumnMetaData;
  /** From the root of the schema to the column. */
  schemaPath: SchemaTree[];
  /** Rows of the row group. */
  rows: number;
}

/** Yields `rows` values in all. @throws Error of any kind when the file is damaged. */
export async function* parquetPages({
  file,
  chunk,
  schemaPath,
  rows,
}: PageSource): AsyncGenerator<ArrayLike<unknown>> {
  const decoder = {
    ...chunk,
    pathInSchema: chunk.path_in_schema,
    element: schemaPath[schemaPath.length - 1].element,
    schemaPath,
    compressors,
    parsers: { ...DEFAULT_PARSERS, stringFromBytes },
  };
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const end = start + Number(chunk.total_compressed_size);
  let dictionary: Parameters<typeof readPage>[3];
  let left = rows;
  let position = start;
  let window = new DataView(new ArrayBuffer(0));
  let windowStart = start;
  const load = async (length: number) => {
    window = new DataView(await file.slice(position, Math.min(end, position + length)));
    windowStart = position;
  };
  while (left > 0) {
    if (position >= end) throw new Error(`${left} of ${rows} rows are missing`);
    const { header, size } = await readHeader();
    const whole = size + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && position + whole <= end))
      throw new Error('a page is cut short');
    if (!(header.uncompressed_page_size <= MAX_PAGE_BYTES)) throw new Error('a page claims more than 1 GiB');
    if (position + whole > windowStart + window.byteLength) await load(Math.max(whole, WINDOW));
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    if (!(values >= 0 && values <= left))
      throw new Error(`a page claims ${values} values where ${left} are left`);
    const reader = { view: window, offset: position - windowStart + size };
    const page = readPage(reader, header, decoder, dictionary, undefined, 0).data;
    position += whole;
    if (header.type === 'DICTIONARY_PAGE') dictionary = page && convert(page, decoder);
    else if (page && values > 0) {
      if (page.length !== values) throw new Error(`a page has ${page.length} values instead of ${values}`);
      left -= values;
      yield page;
    }
  }

  /** The header at `position`, and its size. Headers hold statistics and may be long. */
  async function readHeader() {
    for (let length = WINDOW; ; length *= 4) {
      const reader = { view: window, offset: position - windowStart };
      try {
        if (reader.offset < window.byteLength) {
          const header = parquetHeader(reader);
          return { header, size: reader.offset - (position - windowStart) };
        }
      } catch (error) {
        if (windowStart + window.byteLength >= end) throw error;
        if (windowStart === position && window.byteLength >= length) continue;
      }
      await load(length);
    }
  }
}

/** Invalid bytes become lone surrogates, by which the sink knows the bad row. */
export function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes && decodeEscaping(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}
