/** The bytes of an input, decompressed, block by block. A block is valid until the next one is asked for. */
import { type FileHandle, open } from 'node:fs/promises';
import { DataError } from '../util/errors.js';
import { gunzip } from './gunzip.js';
import type { Compression, Input } from './input.js';
import { unzstd } from './unzstd.js';

const BLOCK_BYTES = 1 << 20;

export interface OpenOptions {
  /** First byte of the file to read. Default 0. */
  start?: number;
  /** Called with the number of bytes taken from the file. */
  onRead?: (bytes: number) => void;
  /** Default 1 MiB. */
  blockBytes?: number;
}

/** @throws DataError naming the path when the file cannot be read or its compression is damaged. */
export function openBytes(input: Input, options: OpenOptions = {}): AsyncIterable<Buffer> {
  if (input.stream) return counted(input.stream, options.onRead);
  return decompress(fileBlocks(input.path, options), input.compression, input.path);
}

/** `path` is for messages. */
export function decompress(
  blocks: AsyncIterable<Buffer>,
  compression: Compression,
  path: string,
): AsyncIterable<Buffer> {
  if (compression === 'gzip') return gunzip(blocks, path);
  if (compression === 'zstd') return unzstd(blocks, path);
  return blocks;
}

/** One buffer is filled again and again: at these sizes reading ahead gains nothing over the page cache. */
export async function* fileBlocks(path: string, options: OpenOptions = {}): AsyncGenerator<Buffer> {
  const { start = 0, onRead, blockBytes = BLOCK_BYTES } = options;
  const file = await openFile(path);
  try {
    const block = Buffer.allocUnsafeSlow(blockBytes);
    let position = start;
    for (;;) {
      const got = await readInto(file, block, position, path);
      if (got === 0) return;
      position += got;
      onRead?.(got);
      yield block.subarray(0, got);
    }
  } finally {
    await file.close();
  }
}

export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Turns an error of the file system into one that names the path and says what to do. */
export function unreadable(path: string, error: unknown): DataError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new DataError(`${path}: no such file. Check the path`);
  if (code === 'EACCES' || code === 'EPERM')
    return new DataError(
      `${path}: no permission to read it. Change its permissions (chmod +r) or run as its owner`,
    );
  if (code === 'EMFILE' || code === 'ENFILE')
    return new DataError(`${path}: too many open files. Raise the limit (ulimit -n)`);
  if (code === 'ELOOP')
    return new DataError(`${path}: the symbolic link leads back to itself. Remove the link`);
  return new DataError(`${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
}

async function readInto(file: FileHandle, block: Buffer, position: number, path: string): Promise<number> {
  try {
    return (await file.read(block, 0, block.length, position)).bytesRead;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* counted(
  stream: AsyncIterable<Buffer>,
  onRead: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  for await (const block of stream) {
    onRead?.(block.length);
    yield block;
  }
}
