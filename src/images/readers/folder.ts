/**
 * A folder of PNG and JPEG pictures, with all folders below it, in the order of their paths. Where all of them lie in
 * folders of the first level, two or more, these are their classes.
 */
import { relative, sep } from 'node:path';
import { byCodeUnit, filesBelow } from '../../corpus/find-files.js';
import { DataError } from '../../util/errors.js';
import { type Bytes, openPlain } from './bytes.js';
import { decodeJpeg, isJpeg, jpegSize } from './jpeg.js';
import { MOST_PIXELS, type Picture } from './picture.js';
import { decodePng, isPng, pngSize } from './png.js';
import { type ImageSource, labelsOf } from './source.js';

/** Bytes of one picture. */
const MOST_BYTES = 2 ** 28;
/** Bytes in which a header is looked for; only JPEG may have a colour profile or a small picture before it. */
const HEAD = 2 ** 16;

const IS_READ = /\.(png|jpe?g)$/i;
/** Pictures of other kinds: they are counted and named. */
const IS_OTHER = /\.(gif|webp|bmp|tiff?|avif|heic|jxl|jp2|svg|p[bgnp]m|npz)$/i;

/** The pictures below a folder that can be read, and the names of those that cannot. */
export function picturesBelow(folder: string): { pictures: string[]; others: string[] } {
  const files = filesBelow(folder, (name) => IS_READ.test(name) || IS_OTHER.test(name)).sort(byCodeUnit);
  return {
    pictures: files.filter((file) => IS_READ.test(file)),
    others: files.filter((file) => IS_OTHER.test(file)),
  };
}

/** Throws DataError naming the folder or the picture, what is wrong and what would do. */
export function folderImages(folder: string): ImageSource {
  const { pictures, others } = picturesBelow(folder);
  if (pictures.length === 0) {
    const there =
      others.length === 0
        ? 'no picture'
        : `no .png or .jpg picture, but ${others.length} of other kinds (${others[0]})`;
    throw new DataError(`${folder}: the folder holds ${there}; convert them, or name another folder`);
  }
  const sizes = pictures.map(sizeOf);
  const same = sizes.every(({ width, height }) => width === sizes[0].width && height === sizes[0].height);
  const parts = pictures.map((path) => relative(folder, path).split(sep));
  const inFolders = parts.every(({ length }) => length > 1);
  const labels = inFolders ? labelsOf(parts.map(([first]) => first)) : undefined;
  return {
    count: pictures.length,
    ...(same && { size: { width: sizes[0].width, height: sizes[0].height } }),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(labels && labels.names.length > 1 && { labels }),
    notes:
      others.length === 0
        ? []
        : [`${others.length} pictures that are neither PNG nor JPEG were passed over (${others[0]})`],
    picture: (place) => pictureOf(pictures[place]),
    close: () => {},
  };
}

/** By the header alone, so that nothing is allocated for what it claims. */
function sizeOf(path: string): { width: number; height: number; bytes: number } {
  return opened(path, ({ size: bytes, read }) => {
    const head = read(0, HEAD);
    if (!isPng(head) && !isJpeg(head))
      throw new Error('that is neither PNG nor JPEG, whatever its name says');
    const { width, height } = isPng(head)
      ? pngSize(head)
      : jpegSize(head.length < bytes ? read(0, bytes) : head);
    if (width * height > MOST_PIXELS) {
      throw new Error(`of ${width} x ${height} pixels by its header; at most ${MOST_PIXELS} are read`);
    }
    return { width, height, bytes };
  });
}

function pictureOf(path: string): Picture {
  return opened(path, ({ size, read }) => {
    const bytes = read(0, size);
    return isPng(bytes) ? decodePng(bytes) : decodeJpeg(bytes, jpegSize(bytes));
  });
}

function opened<T>(path: string, task: (file: Bytes) => T): T {
  const file = openPlain(path);
  try {
    if (file.size > MOST_BYTES) throw new Error(`of ${file.size} bytes; at most ${MOST_BYTES} are read`);
    return task(file);
  } catch (error) {
    throw new DataError(
      `${path}: a picture ${(error as Error).message}. Mend it, or take it out of the folder`,
    );
  } finally {
    file.close();
  }
}
