/** Writes documents in every format that gen0 reads. Independent of the readers. */

import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';

export interface Row {
  id: string;
  text: string;
}

export function toJsonl(rows: readonly Row[], newline = '\n'): string {
  return rows.map((row) => JSON.stringify(row) + newline).join('');
}

export function toJson(rows: readonly Row[], indent = 0): string {
  return JSON.stringify(rows, null, indent);
}

export function toCsv(rows: readonly Row[], delimiter = ',', newline = '\r\n'): string {
  const quote = (cell: string) => (/["\r\n,;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = [['id', 'text'], ...rows.map((row) => [row.id, row.text])];
  return lines.map((cells) => cells.map(quote).join(delimiter) + newline).join('');
}

export type Codec = 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP';

export function toParquet(
  rows: readonly Row[],
  codec: Codec = 'SNAPPY',
  rowGroupSize = 7,
  pageSize = 200,
): Buffer {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'score', data: rows.map((_, index) => index / 2), type: 'DOUBLE' },
      { name: 'id', data: rows.map((row) => row.id), type: 'STRING' },
      { name: 'text', data: rows.map((row) => row.text), type: 'STRING' },
    ],
    codec,
    compressors: { GZIP: (input: Uint8Array) => new Uint8Array(gzipSync(input)) },
    rowGroupSize,
    pageSize,
  });
  return Buffer.from(bytes);
}
