/**
 * Grey images in the IDX format in which MNIST and its successors are published, plain or gzipped.
 *
 *   0, 0, 8 (unsigned bytes), 3 (dimensions), then the number, rows and columns of the images as 32-bit big-endian
 *   whole numbers, then a byte a pixel, image after image, row by row
 *
 * Labels are the same with one dimension: 0, 0, 8, 1, their number, a byte a label.
 */
import { DataError } from '../../util/errors.js';
import type { Bytes } from './bytes.js';
import type { ImageSource } from './source.js';

const MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;
const HEADER = 16;
const LABELS_HEADER = 8;

/** IDX of any kind: two zeros, a type, a number of dimensions. */
export function isIdx(start: Uint8Array): boolean {
  return (
    start.length >= 4 &&
    start[0] === 0 &&
    start[1] === 0 &&
    start[2] >= 8 &&
    start[2] <= 14 &&
    start[3] >= 1 &&
    start[3] <= 8
  );
}

/** Throws DataError naming the file, what is wrong with it and what would do. */
export function idxImages(bytes: Bytes, path: string): ImageSource {
  const header = bytes.read(0, HEADER);
  if (header.length < HEADER) {
    throw new DataError(`${path}: ${bytes.size} bytes are no IDX file, whose header alone has ${HEADER}`);
  }
  const magic = header.readUInt32BE(0);
  if (magic !== MAGIC) {
    const hint =
      magic === LABELS_MAGIC
        ? 'it holds labels: give the file of images beside it, as in train-images-idx3-ubyte'
        : 'give a file such as train-images-idx3-ubyte, or its .gz';
    throw new DataError(
      `${path}: no IDX file of images (it begins with ${hex(magic)}, not ${hex(MAGIC)}); ${hint}`,
    );
  }
  const [count, height, width] = [4, 8, 12].map((at) => header.readUInt32BE(at));
  if (count === 0 || height === 0 || width === 0) {
    throw new DataError(`${path}: ${count} images of ${height} x ${width} pixels; there is nothing to learn`);
  }
  const pixels = height * width;
  const size = count * pixels;
  const there = bytes.size - HEADER;
  if (there !== size) {
    const wrong = there < size ? 'it is cut short: fetch it again' : 'it is damaged or no IDX file';
    throw new DataError(
      `${path}: ${count} images of ${height} x ${width} pixels are ${size} bytes, there are ${there}; ${wrong}`,
    );
  }
  return {
    count,
    size: { width, height },
    bytes: bytes.size,
    notes: [],
    picture: (place) => {
      const grey = new Uint8Array(bytes.read(HEADER + place * pixels, pixels));
      return { width, height, grey, coloured: false };
    },
    close: bytes.close,
  };
}

/** The labels of an IDX file, as words. */
export function idxLabels(bytes: Bytes, path: string): string[] {
  const header = bytes.read(0, LABELS_HEADER);
  const magic = header.length < LABELS_HEADER ? 0 : header.readUInt32BE(0);
  if (magic !== LABELS_MAGIC) {
    const hint = magic === MAGIC ? 'it holds images: ' : '';
    throw new DataError(
      `${path}: no IDX file of labels (it begins with ${hex(magic)}, not ${hex(LABELS_MAGIC)}); ${hint}give a file such as train-labels-idx1-ubyte, or its .gz`,
    );
  }
  const count = header.readUInt32BE(4);
  const there = bytes.size - LABELS_HEADER;
  if (there !== count) {
    throw new DataError(
      `${path}: ${count} labels are ${count} bytes, there are ${there}; it is damaged or cut short: fetch it again`,
    );
  }
  return Array.from(bytes.read(LABELS_HEADER, count), String);
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
