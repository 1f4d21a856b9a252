/**
 * The line number of a byte offset, found by counting newlines from the start of the file. Only for error
 * messages of shards that begin within a file: it reads the file up to the offset, once.
 */
import { closeSync, openSync, readSync } from 'node:fs';

/** Offsets should come in ascending order; an earlier one starts the count again. */
export function createLineCounter(path: string): (offset: number) => number {
  let newlines = 0;
  let counted = 0;
  return (offset) => {
    if (offset < counted) newlines = counted = 0;
    const file = openSync(path, 'r');
    try {
      const block = Buffer.allocUnsafe(Math.min(1 << 20, Math.max(1, offset - counted)));
      while (counted < offset) {
        const got = readSync(file, block, 0, Math.min(block.length, offset - counted), counted);
        if (got === 0) break;
        for (let at = block.indexOf(10); at >= 0 && at < got; at = block.indexOf(10, at + 1)) newlines++;
        counted += got;
      }
    } finally {
      closeSync(file);
    }
    return newlines + 1;
  };
}
