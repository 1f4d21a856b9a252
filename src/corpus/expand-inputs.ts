/** From what the user typed to the inputs that are read: files found, formats known, fields chosen. */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { DataError } from '../util/errors.js';
import { findFiles } from './find-files.js';
import type { Fields, Input, ReadOptions } from './input.js';
import { decompress, fileBlocks, unreadable } from './open-bytes.js';
import { peek } from './peek.js';
import { readRecords } from './read-records.js';
import { createSink } from './sink.js';
import { formatByName, HEAD_BYTES, sniffCompression, sniffFormat, whyNotText } from './sniff.js';
import { newTally } from './tally.js';

/**
 * Paths are files, folders, patterns and `-` (standard input), in the given order; a file that is named
 * twice is read once.
 * @throws DataError naming the path when nothing is there, it cannot be read, or (under `stop`) its first
 * records are bad.
 */
export async function expandInputs(
  paths: readonly string[],
  options: ReadOptions = {},
  stdin?: Readable,
): Promise<Input[]> {
  const inputs: Input[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      if (!seen.has('-')) inputs.push(await openStream('-', stdin ?? process.stdin, options));
      seen.add('-');
      continue;
    }
    for (const file of findFiles(path)) {
      const real = realpathSync(file);
      if (seen.has(real)) continue;
      seen.add(real);
      const stats = statSync(file);
      if (stats.isFile()) inputs.push(await openInput(file, stats.size, options));
      else inputs.push(await openStream(file, createReadStream(file), options));
    }
  }
  return inputs;
}

async function openInput(path: string, bytes: number, options: ReadOptions): Promise<Input> {
  const raw = await firstBytes(fileBlocks(path, { blockBytes: HEAD_BYTES }));
  const compression = sniffCompression(raw);
  const input: Input = { path, format: 'text', compression, bytes };
  let head = raw;
  try {
    if (compression !== 'none')
      head = await firstBytes(decompress(fileBlocks(path, { blockBytes: HEAD_BYTES }), compression, path));
    describe(input, head, options);
    if (input.format !== 'text') input.fields = await probeFields(input, options);
  } catch (error) {
    if (!(error instanceof DataError) || options.onBadRecord !== 'skip') throw error;
    // Damaged data are reported by the reader, which may read some documents first.
    if (head === raw && compression !== 'none') input.format = options.format ?? formatByName(path) ?? 'text';
  }
  return input;
}

/** A stream's fields are chosen while it is read, because it cannot be read twice. */
async function openStream(path: string, readable: Readable, options: ReadOptions): Promise<Input> {
  const raw = await peek(streamBlocks(readable, path), 4);
  const compression = sniffCompression(raw.head);
  const { head, whole } = await peek(decompress(raw.whole, compression, path), HEAD_BYTES);
  const input: Input = { path, format: 'text', compression, bytes: 0, stream: once(whole, path) };
  describe(input, head, options);
  if (input.format === 'parquet')
    throw new DataError(`${path}: Parquet cannot be read from a stream. Save it to a file first`);
  return input;
}

/** Sets the format, and what speaks against reading the file at all. */
function describe(input: Input, head: Buffer, options: ReadOptions): void {
  const byName = input.path === '-' ? undefined : formatByName(input.path);
  input.format = options.format ?? sniffFormat(head, byName);
  if (input.format === 'parquet') return;
  const problem = whyNotText(head);
  if (problem === undefined) return;
  if (options.onBadRecord !== 'skip') throw new DataError(`${input.path}: ${problem}`);
  input.problem = problem;
}

/** Reads until the first good record has shown which fields to take. Undefined for an empty file. */
async function probeFields(input: Input, options: ReadOptions): Promise<Fields | undefined> {
  if (input.problem) return undefined;
  const sink = createSink(input, 0, options, newTally());
  // What is wrong further on in the block is for the reader to say, at its line.
  const { bad } = sink;
  sink.bad = (...problem) => {
    if (!sink.fields) bad(...problem);
  };
  const shard = { input, start: 0, end: Number.MAX_SAFE_INTEGER };
  const progress = { onRead: () => {}, blockBytes: 1 << 16 };
  for await (const _ of readRecords(shard, options, sink, progress)) {
    if (sink.fields) break;
    sink.take();
  }
  return sink.fields;
}

async function firstBytes(blocks: AsyncIterable<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    head = Buffer.concat([head, block]);
    if (head.length >= HEAD_BYTES) break;
  }
  return head;
}

async function* streamBlocks(readable: Readable, path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of readable)
      yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A second reading would find nothing and pass for an empty corpus. */
function once(blocks: AsyncGenerator<Buffer>, path: string): AsyncIterable<Buffer> {
  let used = false;
  return {
    [Symbol.asyncIterator]() {
      if (used) throw new DataError(`${path}: a stream can be read only once. Save it to a file first`);
      used = true;
      return blocks;
    },
  };
}
