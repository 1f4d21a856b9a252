/**
 * Bounds the work that a Parquet page asks for. Levels and dictionary indices are stored as runs ("RLE /
 * bit-packed hybrid" in the format's specification), and a damaged run can claim two thousand million
 * values, which hyparquet would write out one by one. Checked before it sees the page.
 */

import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import type { PageHeader, SchemaTree } from 'hyparquet/src/types.js';

/** A bit-packed run is padded to a full group; writers also reserve up to 63 groups of 8 values. */
const PADDING = 512;

/** `page`: uncompressed. @throws Error when a run is longer than the page has values. */
export function checkPageRuns(header: PageHeader, page: Uint8Array, schemaPath: SchemaTree[]): void {
  const v1 = header.data_page_header;
  const v2 = header.data_page_header_v2;
  const values = v1?.num_values ?? v2?.num_values ?? 0;
  let at = 0;
  const levels = (most: number, length: number | undefined) => {
    if (v1 && most === 0) return;
    if (v1) {
      if (at + 4 > page.length) throw new Error('the levels of a page are cut short');
      length = new DataView(page.buffer, page.byteOffset).getUint32(at, true);
      at += 4;
    }
    if (!(length !== undefined && length >= 0 && at + length <= page.length))
      throw new Error('the levels of a page are cut short');
    if (most > 0) checkRuns(page, at, 32 - Math.clz32(most), values);
    at += length;
  };
  levels(getMaxRepetitionLevel(schemaPath), v2?.repetition_levels_byte_length);
  levels(getMaxDefinitionLevel(schemaPath), v2?.definition_levels_byte_length);
  const encoding = v1?.encoding ?? v2?.encoding;
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    const width = page[at];
    if (width > 32) throw new Error(`indices of ${width} bits`);
    if (width > 0) checkRuns(page, at + 1, width, values);
  } else if (encoding === 'RLE') checkRuns(page, v1 ? at + 1 : at + 4, 1, values);
}

/** Follows the runs until they hold `values` values or the bytes end. */
function checkRuns(bytes: Uint8Array, from: number, width: number, values: number): void {
  let seen = 0;
  let at = from;
  while (seen < values && at < bytes.length) {
    let header = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      header += (byte & 0x7f) * scale;
      scale *= 128;
      if (!(byte & 0x80)) break;
      if (scale > 2 ** 35 || at >= bytes.length) throw new Error('a run has no length');
    }
    const packed = header % 2 === 1;
    const count = Math.floor(header / 2) * (packed ? 8 : 1);
    if (count > values + (packed ? PADDING : 0))
      throw new Error(`a run of ${count} in a page of ${values} values`);
    at += packed ? (count / 8) * width : Math.ceil(width / 8);
    seen += count;
  }
}
