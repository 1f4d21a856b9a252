/**
 * JPEG (ITU-T T.81), baseline and progressive, by jpeg-js. What a header asks for is checked before anything is
 * allocated, and the number of scans before anything is decoded: each scan of a few bytes goes over the whole picture.
 */
import { decode } from 'jpeg-js';
import { MOST_PIXELS, type Picture, toGrey } from './picture.js';

/** Pixels times scans. */
const MOST_WORK = 16 * MOST_PIXELS;
const MOST_MEMORY_MIB = 1024;

export function isJpeg(start: Uint8Array): boolean {
  return start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff;
}

/** Width and height by the header. Throws Error that says what is wrong. */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) throw new Error('damaged: no marker where one should be');
    const marker = bytes[at + 1];
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && marker > 0xc2)
      throw new Error('of a kind (lossless, hierarchical or arithmetic) that is not read');
    if (isFrame) {
      const height = bytes[at + 5] * 256 + bytes[at + 6];
      const width = bytes[at + 7] * 256 + bytes[at + 8];
      if (width === 0 || height === 0) throw new Error(`of ${width} x ${height} pixels by its header`);
      return { width, height };
    }
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  throw new Error('damaged or cut short: it has no frame');
}

/** Throws Error that says what is wrong. `jpegSize` comes first. */
export function decodeJpeg(bytes: Uint8Array, { width, height }: { width: number; height: number }): Picture {
  const scans = countScans(bytes);
  if (scans === 0) throw new Error('damaged or cut short: it has no scan');
  if (scans * width * height > MOST_WORK)
    throw new Error(`of ${scans} scans over ${width} x ${height} pixels`);
  const { data, ...made } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: MOST_PIXELS / 1e6,
    maxMemoryUsageInMB: MOST_MEMORY_MIB,
  });
  return toGrey(data, 3, made.width, made.height);
}

/** Within a scan 0xff is followed by 0 or a restart marker, so that a start of scan is never part of its data. */
function countScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = 2; at + 3 < bytes.length; ) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1];
    if (marker === 0xda) scans++;
    const isSegment = marker >= 0xc0 && marker < 0xff && !(marker >= 0xd0 && marker <= 0xd9);
    at += marker === 0xff ? 1 : isSegment ? 2 + bytes[at + 2] * 256 + bytes[at + 3] : 2;
  }
  return scans;
}
