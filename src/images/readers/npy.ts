/**
 * Images from NumPy's .npy files (format 1 to 3): [images, height, width] or [images, height, width, channels] with 1,
 * 3 (red, green, blue) or 4 channels (and opacity), in C order, as unsigned bytes or little-endian 32-bit floats.
 * Floats are 0 to 1, or else 0 to 255. Anything else is refused with the line of Python that mends it.
 */
import { DataError } from '../../util/errors.js';
import type { Bytes } from './bytes.js';
import { MOST_PIXELS, toGrey } from './picture.js';
import type { ImageSource } from './source.js';

/** Bytes of a header; those that NumPy writes of plain arrays have 128. */
const MOST_HEADER = 2 ** 16;

export function isNpy(start: Uint8Array): boolean {
  return start.length >= 6 && Buffer.from(start.subarray(0, 6)).toString('latin1') === '\x93NUMPY';
}

interface Header {
  type: string;
  shape: number[];
  /** Where the numbers begin. */
  start: number;
}

/** Throws DataError naming the file, what is wrong with it and what would do. */
export function npyImages(bytes: Bytes, path: string): ImageSource {
  const { type, shape, start } = headerOf(bytes, path);
  const width_ = type === '|u1' ? 1 : type === '<f4' ? 4 : 0;
  if (width_ === 0) {
    throw refusal(
      path,
      `its numbers are ${type}, not unsigned bytes or 32-bit floats`,
      "numpy.save('file.npy', images.astype('uint8')) writes bytes of images from 0 to 255, astype('float32') floats",
    );
  }
  const [count, height, width, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4) {
    throw refusal(
      path,
      `its shape is (${shape.join(', ')}), not (images, height, width) or (images, height, width, channels)`,
      'Reshape it before it is saved',
    );
  }
  if (![1, 3, 4].includes(channels)) {
    const remedy =
      shape.length === 4 && [1, 3, 4].includes(height)
        ? "The channels come last: numpy.save('file.npy', images.transpose(0, 2, 3, 1).copy())"
        : 'Save one channel, three of colour, or four with opacity';
    throw refusal(path, `its shape is (${shape.join(', ')}): ${channels} channels`, remedy);
  }
  if (count === 0 || height === 0 || width === 0) {
    throw refusal(path, `its shape is (${shape.join(', ')}): there is no image`, 'Save some');
  }
  if (height * width > MOST_PIXELS) {
    throw refusal(path, `its images have ${height} x ${width} pixels`, `At most ${MOST_PIXELS} are read`);
  }
  const numbers = height * width * channels;
  const needed = count * numbers * width_;
  if (bytes.size - start !== needed) {
    throw refusal(
      path,
      `it has ${bytes.size - start} bytes of numbers, where ${shape.join(' x ')} need ${needed}`,
      'It was cut off: save or copy it again',
    );
  }
  const read = (place: number) => bytes.read(start + place * numbers * width_, numbers * width_);
  const scale = width_ === 1 ? 1 : scaleOf(read, count, path);
  return {
    count,
    size: { width, height },
    bytes: bytes.size,
    notes: [],
    picture: (place) => {
      const raw = read(place);
      return toGrey(
        width_ === 1 ? new Uint8Array(raw) : bytesOf(raw, scale, height * width * channels),
        channels,
        width,
        height,
      );
    },
    close: bytes.close,
  };
}

function bytesOf(raw: Buffer, scale: number, numbers: number): Uint8Array {
  const bytes = new Uint8Array(numbers);
  for (let i = 0; i < numbers; i++) bytes[i] = Math.round(scale * raw.readFloatLE(4 * i));
  return bytes;
}

/** 255 where all floats are 0 to 1, 1 where they are 0 to 255. */
function scaleOf(read: (place: number) => Buffer, count: number, path: string): 255 | 1 {
  let most = 0;
  for (let place = 0; place < count; place++) {
    const raw = read(place);
    for (let at = 0; at < raw.length; at += 4) {
      const value = raw.readFloatLE(at);
      if (value >= 0 && value <= 255) most = Math.max(most, value);
      else {
        const remedy =
          value >= -1 && value < 0
            ? 'Images from -1 to 1 become floats from 0 to 1 by (images + 1) / 2'
            : 'Scale them to 0 to 1, or 0 to 255';
        throw refusal(path, `image ${place} holds ${value}, outside of 0 to 255`, remedy);
      }
    }
  }
  return most <= 1 ? 255 : 1;
}

/** One dimension of whole numbers, as words. */
export function npyLabels(bytes: Bytes, path: string): string[] {
  const { type, shape, start } = headerOf(bytes, path);
  const width = { '|u1': 1, '<i4': 4, '<i8': 8 }[type];
  if (width === undefined || shape.length !== 1) {
    throw refusal(
      path,
      `it holds ${type} of shape (${shape.join(', ')}), not one whole number an image`,
      "numpy.save('labels.npy', labels.astype('uint8')) writes some",
    );
  }
  if (bytes.size - start !== shape[0] * width) {
    throw refusal(
      path,
      `it has ${bytes.size - start} bytes of labels, not ${shape[0] * width}`,
      'Save it again',
    );
  }
  const raw = bytes.read(start, shape[0] * width);
  return Array.from({ length: shape[0] }, (_, i) => {
    if (width === 1) return String(raw[i]);
    return String(width === 4 ? raw.readInt32LE(4 * i) : raw.readBigInt64LE(8 * i));
  });
}

function headerOf(bytes: Bytes, path: string): Header {
  const lead = bytes.read(0, 12);
  if (lead.length < 12 || !isNpy(lead)) {
    throw refusal(path, 'not a .npy file', "Write it with numpy.save('file.npy', images)");
  }
  const long = lead[6] > 1;
  const begin = long ? 12 : 10;
  const length = long ? lead.readUInt32LE(8) : lead.readUInt16LE(8);
  if (length > MOST_HEADER || begin + length > bytes.size) {
    throw refusal(path, `its header says that it has ${length} bytes`, 'It is damaged: save it again');
  }
  const header = bytes.read(begin, length).toString('latin1');
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'records';
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (shape === undefined) throw refusal(path, 'its header names no shape', 'It is damaged: save it again');
  if (/'fortran_order':\s*True/.test(header)) {
    throw refusal(
      path,
      'it is in Fortran order',
      "numpy.save('file.npy', numpy.ascontiguousarray(images)) turns it",
    );
  }
  const sizes = shape.split(',').filter((part) => part.trim() !== '');
  return { type, shape: sizes.map(Number), start: begin + length };
}

function refusal(path: string, what: string, remedy: string): DataError {
  return new DataError(`${path}: ${what}. ${remedy}`);
}
