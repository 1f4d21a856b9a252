/**
 * Decompresses Zstandard: with Node's own decoder where it has one (22.15 and later), else with fzstd, which
 * is 3 to 4 times slower and does not verify checksums.
 */
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { DataError } from '../util/errors.js';
import { type Engine, pumpZlib } from './pump-zlib.js';
import { createZstdWalker } from './zstd-walker.js';

const native = (zlib as { createZstdDecompress?: (options: { chunkSize: number }) => Engine })
  .createZstdDecompress;

/** fzstd hands over all that a step expands to; a block of 4 bytes can expand to 128 KiB. */
const STEP = 1 << 12;

/** @throws DataError naming the path when the data are damaged or cut, after what came before was yielded. */
export function unzstd(blocks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const checked = walk(blocks, path);
  if (!native) return unzstdInScript(checked, path);
  // Node's decoder stops after the first frame.
  return pumpZlib(checked, () => native({ chunkSize: 1 << 18 }), true, 'zstd', path);
}

/** Passes the blocks on while following the frames in them, so that no decoder sees what it may choke on. */
async function* walk(blocks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const walker = createZstdWalker();
  for await (const block of blocks) {
    const problem = walker.push(block);
    if (problem) {
      if (problem.at > 0) yield block.subarray(0, problem.at);
      throw new DataError(`${path}: ${problem.what}`);
    }
    yield block;
  }
  if (!walker.atBorder())
    throw new DataError(`${path}: the zstd data end too early (truncated file). Fetch the file again`);
}

async function* unzstdInScript(blocks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  let out: Buffer[] = [];
  const decoder = new Decompress((chunk) => {
    // fzstd goes on writing to a window of its own, never to what it has handed over.
    if (chunk.length > 0) out.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  });
  const push = (part: Uint8Array, last: boolean): DataError | undefined => {
    try {
      decoder.push(part, last);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return new DataError(`${path}: damaged zstd data (${why}). Fetch the file again`);
    }
  };
  let failure: DataError | undefined;
  for await (const block of blocks) {
    for (let from = 0; from < block.length && !failure; from += STEP) {
      // A copy, because fzstd keeps what it cannot use yet and the block is filled again.
      failure = push(Uint8Array.prototype.slice.call(block, from, from + STEP), false);
      yield* out;
      out = [];
    }
    if (failure) throw failure;
  }
  failure = push(new Uint8Array(0), true);
  yield* out;
  if (failure) throw failure;
}
