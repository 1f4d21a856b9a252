/**
 * The values of one flat column of a row group, page by page. hyparquet reads a whole row group at once, and
 * common writers put a million rows into one; its functions for a single page keep memory at a page instead.
 */

import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import type {
  AsyncBuffer,
  ColumnDecoder,
  ColumnMetaData,
  DecodedArray,
  PageHeader,
  SchemaTree,
} from 'hyparquet/src/types.js';
import { compressors } from 'hyparquet-compressors';
import { decodeEscaping } from '../utf8.js';
import { checkPageRuns } from './parquet-runs.js';

/** Read at a time; a page that is larger is read as a whole. */
const WINDOW = 1 << 20;

/** No writer makes pages near this size: what claims to be larger is damage, and would cost the memory. */
const MAX_PAGE_BYTES = 1 << 30;

export interface PageSource {
  file: AsyncBuffer;
  chunk: ColumnMetaData;
  /** From the root of the schema to the column. */
  schemaPath: SchemaTree[];
  /** Values in the column of this row group: its rows, for a flat column. */
  values: number;
}

/** Of a flat column, `values` values in all. @throws Error of any kind when the file is damaged. */
export async function* parquetPages(source: PageSource): AsyncGenerator<ArrayLike<unknown>> {
  const { chunk, schemaPath } = source;
  const decoder: ColumnDecoder = {
    ...chunk,
    codec: 'UNCOMPRESSED',
    pathInSchema: chunk.path_in_schema,
    element: schemaPath[schemaPath.length - 1].element,
    schemaPath,
    parsers: { ...DEFAULT_PARSERS, stringFromBytes },
  };
  let dictionary: DecodedArray | undefined;
  for await (const { header, bytes } of checkedPages(source)) {
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    const page = readPage(reader, header, decoder, dictionary, undefined, 0).data;
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = page && convert(page, decoder);
      continue;
    }
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
    if (page?.length !== values) throw new Error(`a page has ${page?.length} values instead of ${values}`);
    if (page && page.length > 0) yield page;
  }
}

interface Page {
  /** As if the page had been written without compression. */
  header: PageHeader;
  bytes: Uint8Array;
}

/** The dictionary and data pages of a column, uncompressed, and sound enough to be decoded in bounded time. */
export async function* checkedPages({ file, chunk, schemaPath, values }: PageSource): AsyncGenerator<Page> {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const end = start + Number(chunk.total_compressed_size);
  let left = values;
  let position = start;
  let window: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let windowStart = start;
  const load = async (length: number) => {
    window = new Uint8Array(await file.slice(position, Math.min(end, position + length)));
    windowStart = position;
  };
  /** The header at `position`, and its size. Headers hold statistics and may be long. */
  const readHeader = async () => {
    for (let length = WINDOW; ; length *= 4) {
      const offset = position - windowStart;
      const reader = { view: new DataView(window.buffer), offset };
      try {
        if (offset < window.length) {
          const header = parquetHeader(reader);
          return { header, size: reader.offset - offset };
        }
      } catch (error) {
        if (windowStart + window.length >= end) throw error;
        if (windowStart === position && window.length >= length) continue;
      }
      await load(length);
    }
  };
  while (left > 0) {
    if (position >= end) throw new Error(`${left} of ${values} values are missing`);
    const { header, size } = await readHeader();
    const whole = size + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && position + whole <= end))
      throw new Error('a page is cut short');
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= MAX_PAGE_BYTES))
      throw new Error(`a page claims ${header.uncompressed_page_size} bytes`);
    if (position + whole > windowStart + window.length) await load(Math.max(whole, WINDOW));
    const from = position - windowStart + size;
    position += whole;
    const data = header.data_page_header ?? header.data_page_header_v2;
    if (header.type !== 'DICTIONARY_PAGE' && !data) continue; // an index page
    if (data && !(data.num_values >= 0 && data.num_values <= left))
      throw new Error(`a page claims ${data.num_values} values where ${left} are left`);
    const bytes = unpack(header, window.subarray(from, from + header.compressed_page_size), chunk);
    if (data) {
      checkPageRuns(header, bytes, schemaPath);
      left -= data.num_values;
    }
    yield { header: { ...header, compressed_page_size: bytes.length }, bytes };
  }
}

/** In a page of version 2 the levels are not compressed, and the rest need not be. */
function unpack(header: PageHeader, body: Uint8Array, { codec }: ColumnMetaData): Uint8Array {
  const v2 = header.data_page_header_v2;
  if (!v2) return decompressPage(body, header.uncompressed_page_size, codec, compressors);
  const levels = v2.repetition_levels_byte_length + v2.definition_levels_byte_length;
  if (!(levels >= 0 && levels <= body.length)) throw new Error('the levels of a page are cut short');
  if (v2.is_compressed === false) return body;
  const rest = decompressPage(
    body.subarray(levels),
    header.uncompressed_page_size - levels,
    codec,
    compressors,
  );
  const bytes = new Uint8Array(levels + rest.length);
  bytes.set(body.subarray(0, levels));
  bytes.set(rest, levels);
  return bytes;
}

/** Invalid bytes become lone surrogates, by which the sink knows the bad row. */
export function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes && decodeEscaping(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}
