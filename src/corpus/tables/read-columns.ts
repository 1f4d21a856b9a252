/**
 * Reads a table whole, as columns: .csv, .tsv, .arff, .jsonl and .parquet, the ones of text also as .gz or .zst. A table
 * is held in memory; that is what a comparison of distributions needs.
 */
import { statSync } from 'node:fs';
import { DataError, UsageError } from '../../util/errors.js';
import type { Compression } from '../input.js';
import { decompress, fileBlocks, openFile, unreadable } from '../open-bytes.js';
import { parquetFile } from '../parquet-file.js';
import { sniffCompression } from '../sniff.js';
import { parseArff } from './arff.js';
import type { Column } from './column.js';
import { parseCsvTable } from './csv-table.js';
import { parseJsonlTable } from './jsonl-table.js';
import { parseParquetTable } from './parquet-table.js';

/** The longest text that is read: strings of V8 end a little above. */
const MOST_BYTES = 500_000_000;

/**
 * `wanted`: the columns that will be used, all when absent; formats that can pass over the others do. Throws DataError
 * naming path, row and column.
 */
export async function readColumns(path: string, wanted?: readonly string[]): Promise<Column[]> {
  if (path === '-') throw new UsageError('-: a table cannot be read from stdin. Save it to a file first');
  const name = path.toLowerCase().replace(/\.(gz|zst)$/, '');
  const kind = name.slice(name.lastIndexOf('.') + 1);
  if (kind === 'parquet') return readParquet(path, wanted);
  if (!['csv', 'tsv', 'arff', 'jsonl', 'ndjson'].includes(kind)) {
    throw new DataError(
      `${path}: which kind of table? The name ends in none of .csv, .tsv, .arff, .jsonl, .parquet`,
    );
  }
  const text = await readText(path);
  if (kind === 'arff') return parseArff(text, path);
  if (kind === 'csv' || kind === 'tsv') return parseCsvTable(text, path, kind === 'tsv' ? '\t' : undefined);
  return parseJsonlTable(text, path, wanted);
}

async function readParquet(path: string, wanted?: readonly string[]): Promise<Column[]> {
  const file = await openFile(path);
  try {
    return await parseParquetTable(
      parquetFile(file, statSync(path).size, () => {}),
      path,
      wanted,
    );
  } finally {
    await file.close();
  }
}

async function readText(path: string): Promise<string> {
  if (isFolder(path)) throw new DataError(`${path}: a folder. Name the files of the table`);
  let compression: Compression = 'none';
  for await (const head of fileBlocks(path, { blockBytes: 16 })) {
    compression = sniffCompression(head);
    break;
  }
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of decompress(fileBlocks(path), compression, path)) {
    bytes += block.length;
    if (bytes > MOST_BYTES) {
      throw new DataError(`${path}: more than 500 MB of text. Draw rows from it at random, or use Parquet`);
    }
    blocks.push(Buffer.from(block));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(blocks));
  } catch {
    throw new DataError(`${path}: not UTF-8. Convert it: iconv -f LATIN1 -t UTF-8`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}
