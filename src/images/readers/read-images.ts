/**
 * Images from what a path names: an IDX file, gzipped or not, a .npy file, or a folder of PNG and JPEG pictures; all in
 * grey, all of one size. Images of one size that is small enough stay as they are. Others are brought to their middle
 * square and that to a common side, one by one as they are read, so that no more than one large picture is ever held.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { unreadable } from '../../corpus/open-bytes.js';
import { DataError } from '../../util/errors.js';
import { openImageBytes } from './bytes.js';
import { folderImages } from './folder.js';
import { idxImages, idxLabels } from './idx.js';
import { isNpy, npyImages, npyLabels } from './npy.js';
import { GREY_FORMULA } from './picture.js';
import { type ImageSource, type Labels, labelsOf } from './source.js';
import { toSquare } from './to-square.js';

/** The common side where nobody names one and images differ in size or are larger than `MOST_OWN`. */
export const DEFAULT_SIDE = 32;
/** Images with no side above this stay as they are. */
const MOST_OWN = 64;
/** Bytes of pixels that are held in all. */
const MOST_HELD = 2 ** 28;
/** Images between two looks at whoever waits. */
const PAUSE = 64;

export interface ImageSet {
  /** The last part of the path. */
  name: string;
  path: string;
  count: number;
  width: number;
  height: number;
  /** Image after image, row by row, 0 black to 255 white. */
  pixels: Uint8Array;
  labels?: Labels;
  /** Of the files. */
  bytes: number;
  /** What was done to them, as sentences. */
  notes: string[];
}

export interface ReadImagesOptions {
  /** Pixels of each side of the square that every image is brought to. */
  side?: number;
  onProgress?: (done: number, count: number) => void;
  signal?: AbortSignal;
}

/** Throws DataError naming the path, what is wrong and what would do. */
export async function readImages(path: string, options: ReadImagesOptions = {}): Promise<ImageSet> {
  const source = openSource(path);
  try {
    return await take(source, path, options);
  } finally {
    source.close();
  }
}

function openSource(path: string): ImageSource {
  if (isFolder(path)) return folderImages(path);
  const bytes = openImageBytes(path);
  try {
    const start = bytes.read(0, 8);
    return isNpy(start) ? npyImages(bytes, path) : idxImages(bytes, path);
  } catch (error) {
    bytes.close();
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function take(source: ImageSource, path: string, options: ReadImagesOptions): Promise<ImageSet> {
  const { count, size, labels, bytes } = source;
  const { side, onProgress, signal } = options;
  const isOwn = side === undefined && size !== undefined && Math.max(size.width, size.height) <= MOST_OWN;
  const square = side ?? DEFAULT_SIDE;
  const { width, height } = isOwn ? size : { width: square, height: square };
  const each = width * height;
  if (count * each > MOST_HELD) {
    throw new DataError(
      `${path}: ${count} images of ${height} x ${width} pixels; all of them are held in memory, at most ${MOST_HELD} pixels: give a part, or a smaller --side`,
    );
  }
  const pixels = new Uint8Array(count * each);
  const sizes = { least: Number.POSITIVE_INFINITY, most: 0, changed: 0, coloured: 0 };
  for (let i = 0; i < count; i++) {
    const picture = source.picture(i);
    const same = picture.width === width && picture.height === height;
    if (isOwn && !same) throw new DataError(`${path}: picture ${i} is not of the size in its header`);
    pixels.set(same ? picture.grey : toSquare(picture, square), i * each);
    if (picture.coloured) sizes.coloured++;
    if (!same) sizes.changed++;
    sizes.least = Math.min(sizes.least, picture.width, picture.height);
    sizes.most = Math.max(sizes.most, picture.width, picture.height);
    if (i % PAUSE !== PAUSE - 1) continue;
    onProgress?.(i + 1, count);
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  onProgress?.(count, count);
  return {
    name: basename(path),
    path,
    count,
    width,
    height,
    pixels,
    ...(labels && { labels }),
    bytes,
    notes: [...source.notes, ...notesOf(sizes, count, square)],
  };
}

function notesOf(
  { least, most, changed, coloured }: { least: number; most: number; changed: number; coloured: number },
  count: number,
  side: number,
): string[] {
  const notes: string[] = [];
  if (coloured > 0)
    notes.push(`${coloured} of ${count} images have colours and were made grey: ${GREY_FORMULA}`);
  if (changed > 0) {
    const range = least === most ? `${least}` : `${least} to ${most}`;
    notes.push(
      `${changed} of ${count} images (sides of ${range} pixels) were cropped to their middle square and brought to ${side} x ${side} by area averaging; --side sets another size`,
    );
  }
  return notes;
}

/** One label an image, from an IDX or .npy file, or from the folder of the images, whose folders are classes. */
export function readLabels(path: string, images: ImageSet): Labels {
  if (isFolder(path)) {
    if (path === images.path && images.labels) return images.labels;
    throw new DataError(
      path === images.path
        ? `${path}: the pictures do not all lie in two or more folders, one a class; sort them so, or give a file of labels`
        : `${path}: a folder gives labels to its own pictures only; name it as --images too, or give a file of labels`,
    );
  }
  const bytes = openImageBytes(path);
  let words: string[];
  try {
    words = isNpy(bytes.read(0, 8)) ? npyLabels(bytes, path) : idxLabels(bytes, path);
  } finally {
    bytes.close();
  }
  if (words.length !== images.count) {
    throw new DataError(
      `${path}: ${words.length} labels, but ${images.path} has ${images.count} images; give the labels of these images`,
    );
  }
  const labels = labelsOf(words);
  if (labels) return labels;
  throw new DataError(
    `${path}: more than a thousand different labels; classes are meant, not numbers of images`,
  );
}
