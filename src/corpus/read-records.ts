/** Chooses the reader for a shard and gives it the bytes it wants. */
import { DataError } from '../util/errors.js';
import { createCarry } from './carry.js';
import { MAX_RECORD_BYTES, type ReadOptions, type Shard } from './input.js';
import { openBytes, openFile } from './open-bytes.js';
import { parquetBytes, parquetFile } from './parquet-file.js';
import { readCsv } from './readers/csv.js';
import { readJsonArray } from './readers/json-array.js';
import { readJsonl } from './readers/jsonl.js';
import { readParquet } from './readers/parquet.js';
import { readLines, readParagraphs, readWhole } from './readers/text.js';
import type { Sink } from './sink.js';
import { hasBom } from './sniff.js';

/** Most that a compressed Parquet file may expand to: it cannot be streamed, its index is at the end. */
const MAX_PARQUET_BYTES = 512 * 1024 * 1024;

export interface ReadProgress {
  /** Called with the number of bytes taken from the file. */
  onRead: (bytes: number) => void;
  blockBytes?: number;
}

/** Sends the records of a shard to the sink; yields after each block of bytes. */
export async function* readRecords(
  shard: Shard,
  options: ReadOptions,
  sink: Sink,
  progress: ReadProgress,
): AsyncGenerator<void> {
  const { input, end } = shard;
  const limit = options.maxRecordBytes ?? MAX_RECORD_BYTES;
  if (input.format === 'parquet') {
    yield* readParquetInput(shard, options, sink, progress);
    return;
  }
  const lines = await openLines(shard, progress);
  if (!lines) return;
  const { blocks } = lines;
  const isSplit = input.compression === 'none' && !input.stream;
  const range = { start: lines.start, end: isSplit ? end : Number.POSITIVE_INFINITY, limit };
  if (input.format === 'jsonl')
    yield* readJsonl(blocks, range, sink, /\.json(\.gz|\.zst)?$/i.test(input.path));
  else if (input.format === 'json') yield* readJsonArray(blocks, limit, sink);
  else if (input.format !== 'text')
    yield* readCsv(withoutBom(blocks), input.format === 'tsv', limit, options, sink);
  else if (options.unit === 'file') yield* readWhole(blocks, limit, sink);
  else if (options.unit === 'line') yield* readLines(blocks, range, sink);
  else yield* readParagraphs(blocks, range, sink);
}

/** The bytes of a shard from its first line on, and where that stands; undefined where none begins in it. */
export async function openLines(
  { input, start, end }: Shard,
  progress: ReadProgress,
): Promise<{ start: number; blocks: AsyncIterable<Buffer> } | undefined> {
  if (start === 0) return { start, blocks: openBytes(input, progress) };
  // One byte earlier: when that is a newline, the line at `start` belongs to this shard.
  return skipLine(openBytes(input, { ...progress, start: start - 1 }), start - 1, end);
}

async function* readParquetInput(
  { input }: Shard,
  options: ReadOptions,
  sink: Sink,
  progress: ReadProgress,
): AsyncGenerator<void> {
  if (input.compression !== 'none') {
    const carry = createCarry(MAX_PARQUET_BYTES);
    for await (const block of openBytes(input, progress)) {
      carry.append(block, 0, block.length);
      if (!carry.bytes())
        throw new DataError(
          `${input.path}: too large for Parquet within ${input.compression}. Decompress it first`,
        );
    }
    yield* readParquet(parquetBytes(carry.bytes() as Buffer), input.path, options, sink);
    return;
  }
  const file = await openFile(input.path);
  try {
    yield* readParquet(parquetFile(file, input.bytes, progress.onRead), input.path, options, sink);
  } finally {
    await file.close();
  }
}

/** Reads past the end of the line that `offset` lies in; undefined when the next begins at or after `end`. */
async function skipLine(
  blocks: AsyncIterable<Buffer>,
  offset: number,
  end: number,
): Promise<{ start: number; blocks: AsyncIterable<Buffer> } | undefined> {
  const iterator = blocks[Symbol.asyncIterator]();
  let position = offset;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const block = next.value;
    const at = block.indexOf(10);
    const start = position + at + 1;
    if (at >= 0 && start < end) return { start, blocks: resume(block.subarray(at + 1), iterator) };
    position += block.length;
    if (at >= 0 || position >= end) break;
  }
  await iterator.return?.();
  return undefined;
}

async function* resume(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Gathers three bytes before it decides. */
async function* withoutBom(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const block of blocks) {
    if (!head) {
      yield block;
      continue;
    }
    const start: Buffer = head.length > 0 ? Buffer.concat([head, block]) : block;
    if (start.length < 3) head = Buffer.from(start);
    else {
      head = undefined;
      yield hasBom(start) ? start.subarray(3) : start;
    }
  }
  if (head && head.length > 0) yield head;
}
