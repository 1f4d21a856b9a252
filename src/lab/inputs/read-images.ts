/**
 * Reads `--images`: grey images in the IDX format in which MNIST and its successors are published, plain or gzipped.
 *
 *   0, 0, 8 (unsigned bytes), 3 (dimensions), then the number, rows and columns of the images as 32-bit big-endian
 *   whole numbers, then a byte a pixel, image after image, row by row
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';

const MAGIC = 0x00000803;
const HEADER = 16;
/** Bytes of pixels that the lab holds: every thread has its own copy. */
const MOST_BYTES = 2 ** 28;

/** Throws DataError naming the file, what is wrong with it and what would do. */
export function readImages(path: string): LabInput & { kind: 'images' } {
  const bytes = readWhole(path);
  if (bytes.length < HEADER) {
    throw new DataError(`${path}: ${bytes.length} bytes are no IDX file, whose header alone has ${HEADER}`);
  }
  const magic = bytes.readUInt32BE(0);
  if (magic !== MAGIC) {
    const found = `0x${magic.toString(16).padStart(8, '0')}`;
    const hint =
      magic === 0x00000801
        ? 'it holds labels: give the file of images beside it, as in train-images-idx3-ubyte'
        : 'give a file such as train-images-idx3-ubyte, or its .gz';
    throw new DataError(`${path}: no IDX file of images (it begins with ${found}, not 0x00000803); ${hint}`);
  }
  const [count, height, width] = [4, 8, 12].map((at) => bytes.readUInt32BE(at));
  if (count === 0 || height === 0 || width === 0) {
    throw new DataError(`${path}: ${count} images of ${height} x ${width} pixels; there is nothing to learn`);
  }
  const size = count * height * width;
  const there = bytes.length - HEADER;
  if (there !== size) {
    const wrong = there < size ? 'it is cut short: fetch it again' : 'it is damaged or no IDX file';
    throw new DataError(
      `${path}: ${count} images of ${height} x ${width} pixels are ${size} bytes, there are ${there}; ${wrong}`,
    );
  }
  if (size > MOST_BYTES) {
    throw new DataError(
      `${path}: ${size} pixels; the lab holds all of them in memory, at most ${MOST_BYTES}: give it a part`,
    );
  }
  const pixels = new Uint8Array(bytes.subarray(HEADER));
  return { kind: 'images', name: basename(path), width, height, pixels };
}

function readWhole(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new DataError(
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); --images takes one IDX file`,
    );
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES + HEADER });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new DataError(
      `${path}: cannot be unpacked (${why}); it is damaged, cut short, or holds more than ${MOST_BYTES} pixels`,
    );
  }
}
