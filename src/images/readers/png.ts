/**
 * PNG (ISO/IEC 15948) of every colour type, depth and interlacing, to grey. Written out rather than taken from a
 * library because the size that the header gives bounds what the data may unpack to, which keeps a bomb from going off;
 * chunks that do not bear on the picture are passed over unread. Samples of 16 bits keep their upper byte; a single
 * colour of a picture without a palette that stands for "transparent" keeps its colour.
 */
import { inflateSync } from 'node:zlib';
import { MOST_PIXELS, type Picture, toGrey } from './picture.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Colour type to samples a pixel. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Record<number, number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const PALETTE = 3;
/** Bytes that some writers leave behind the last row. */
const SLACK = 2 ** 16;
/** Adam7: first column and row of each pass, and the steps between its columns and rows. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

interface Chunks {
  data: Uint8Array[];
  palette: Uint8Array;
  transparency: Uint8Array;
}

interface Header {
  width: number;
  height: number;
  depth: number;
  type: number;
  interlaced: boolean;
}

export function isPng(start: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => start[i] === byte);
}

/** Throws Error that says what is wrong. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } {
  return headerOf(bytes);
}

function headerOf(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452)
    throw new Error('damaged or cut short: no header');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, type, compression, filter, interlace] = bytes.subarray(24, 29);
  if (width === 0 || height === 0) throw new Error(`of ${width} x ${height} pixels by its header`);
  if (!DEPTHS[type]?.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new Error(`damaged: no picture has colour type ${type} and ${depth} bits a sample`);
  }
  return { width, height, depth, type, interlaced: interlace === 1 };
}

/** Throws Error that says what is wrong. */
export function decodePng(bytes: Uint8Array): Picture {
  const header = headerOf(bytes);
  const { width, height, depth, type } = header;
  if (width * height > MOST_PIXELS) throw new Error(`of ${width} x ${height} pixels`);
  const { data, palette, transparency } = chunksOf(bytes);
  const bits = depth * SAMPLES[type];
  const passes = passesOf(header);
  let expected = 0;
  for (const { columns, rows } of passes) expected += rows * (1 + Math.ceil((columns * bits) / 8));
  const raw = unpack(data, expected);
  const samples = new Uint8Array(width * height * SAMPLES[type]);
  let at = 0;
  for (const pass of passes) at = unfilter(raw, at, pass, header, samples);
  if (type === PALETTE) return toGrey(coloursOf(samples, palette, transparency), 4, width, height);
  return toGrey(samples, SAMPLES[type], width, height);
}

function chunksOf(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: Chunks = { data: [], palette: new Uint8Array(0), transparency: new Uint8Array(0) };
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw new Error('cut short');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw new Error('cut short');
    const name = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === 'IDAT') found.data.push(content);
    else if (name === 'PLTE') found.palette = content;
    else if (name === 'tRNS') found.transparency = content;
    else if (name === 'IEND') return found;
    at += 12 + length;
  }
}

function unpack(data: readonly Uint8Array[], expected: number): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = inflateSync(Buffer.concat(data), { maxOutputLength: expected + SLACK });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Error(`damaged: it unpacks to more than the ${expected} bytes of its size`);
    }
    throw new Error(`damaged or cut short (${(error as Error).message})`);
  }
  if (raw.length < expected) throw new Error(`damaged: ${raw.length} bytes of ${expected} are there`);
  return raw;
}

interface Pass {
  columns: number;
  rows: number;
  left: number;
  top: number;
  across: number;
  down: number;
}

function passesOf({ width, height, interlaced }: Header): Pass[] {
  if (!interlaced) return [{ columns: width, rows: height, left: 0, top: 0, across: 1, down: 1 }];
  return PASSES.map(([left, top, across, down]) => ({
    columns: Math.ceil((width - left) / across),
    rows: Math.ceil((height - top) / down),
    left,
    top,
    across,
    down,
  })).filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Undoes the filters of one pass in place and puts its samples where they belong; returns where the next one begins. */
function unfilter(raw: Uint8Array, start: number, pass: Pass, header: Header, samples: Uint8Array): number {
  const { width, depth, type } = header;
  const each = SAMPLES[type];
  const length = Math.ceil((pass.columns * depth * each) / 8);
  const step = Math.max(1, (depth * each) >> 3);
  // Depths below 8 bits: palettes keep their numbers, grey is stretched to 255.
  const stretch = depth >= 8 || type === PALETTE ? 1 : 255 / (2 ** depth - 1);
  let above: Uint8Array = new Uint8Array(length);
  let at = start;
  for (let y = 0; y < pass.rows; y++) {
    const filter = raw[at];
    const row = raw.subarray(at + 1, at + 1 + length);
    undo(filter, row, above, step);
    const line = (pass.top + y * pass.down) * width + pass.left;
    for (let x = 0; x < pass.columns; x++) {
      const to = (line + x * pass.across) * each;
      for (let s = 0; s < each; s++) samples[to + s] = stretch * sampleAt(row, x * each + s, depth);
    }
    above = row;
    at += 1 + length;
  }
  return at;
}

function sampleAt(row: Uint8Array, place: number, depth: number): number {
  if (depth === 8) return row[place];
  if (depth === 16) return row[2 * place];
  const bit = place * depth;
  return (row[bit >> 3] >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

function undo(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter > 4) throw new Error(`damaged: a row has filter ${filter}`);
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : row[i - step];
    const corner = i < step ? 0 : above[i - step];
    if (filter === 1) row[i] += left;
    else if (filter === 2) row[i] += above[i];
    else if (filter === 3) row[i] += (left + above[i]) >> 1;
    else if (filter === 4) row[i] += paeth(left, above[i], corner);
  }
}

function paeth(left: number, above: number, corner: number): number {
  const p = left + above - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - above), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** Red, green, blue and opacity of numbers in a palette. */
function coloursOf(numbers: Uint8Array, palette: Uint8Array, transparency: Uint8Array): Uint8Array {
  const colours = new Uint8Array(4 * numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const from = 3 * numbers[i];
    if (from + 2 >= palette.length) throw new Error(`damaged: colour ${numbers[i]} is not in its palette`);
    colours.set(palette.subarray(from, from + 3), 4 * i);
    colours[4 * i + 3] = transparency[numbers[i]] ?? 255;
  }
  return colours;
}
