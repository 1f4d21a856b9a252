/** A file, or bytes in memory, as hyparquet wants it: byte ranges on request. */
import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';

/** Ranges outside the file are errors, as are short reads: both mean damage. */
export function parquetFile(
  file: FileHandle,
  byteLength: number,
  onRead: (bytes: number) => void,
): AsyncBuffer {
  const read = async (start: number, end: number) => {
    const length = checkRange(start, end, byteLength);
    const bytes = new Uint8Array(length);
    for (let got = 0; got < length; ) {
      const { bytesRead } = await file.read(bytes, got, length - got, start + got);
      if (bytesRead === 0) throw new Error('the file ends too early');
      got += bytesRead;
    }
    onRead(length);
    return bytes.buffer;
  };
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = read(start, end);
      // hyparquet asks for several ranges ahead and forgets them at the first error: not an unhandled one.
      bytes.catch(() => undefined);
      return bytes;
    },
  };
}

export function parquetBytes(bytes: Buffer): AsyncBuffer {
  return {
    byteLength: bytes.length,
    slice(start, end = bytes.length) {
      checkRange(start, end, bytes.length);
      return new Uint8Array(bytes.subarray(start, end)).buffer;
    },
  };
}

function checkRange(start: number, end: number, byteLength: number): number {
  if (!(start >= 0 && end >= start && end <= byteLength))
    throw new Error(`it refers to bytes ${start} to ${end} of ${byteLength}`);
  return end - start;
}
