/** Pictures as Pillow reads them, and pictures that are damaged or lie about themselves. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { greyPng } from '../../util/png.js';
import { decodeJpeg, isJpeg, jpegSize } from './jpeg.js';
import type { Picture } from './picture.js';
import { decodePng, isPng } from './png.js';
import { toSquare } from './to-square.js';

interface Case {
  name: string;
  file: string;
  width: number;
  height: number;
  grey: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/pictures.json', import.meta.url), 'utf8'),
) as Case[];

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const named = (name: string) => bytesOf(cases.find((each) => each.name === name)!.file);

function decode(bytes: Uint8Array): Picture {
  return isPng(bytes) ? decodePng(bytes) : decodeJpeg(bytes, jpegSize(bytes));
}

test('pictures of every kind are what Pillow makes of them', () => {
  assert.ok(cases.length >= 19);
  for (const { name, file, width, height, grey } of cases) {
    const picture = decode(bytesOf(file));
    assert.deepEqual([picture.width, picture.height], [width, height], name);
    const expected = bytesOf(grey);
    // Decoders of JPEG may round differently, and spread thinned-out colours in their own ways; PNG is exact.
    const within = name.startsWith('png') ? 0 : name.includes('4:2:0') ? 5 : 2;
    const off = Math.max(...expected.map((value, i) => Math.abs(value - picture.grey[i])));
    assert.ok(off <= within, `${name}: off by ${off}`);
    assert.equal(picture.coloured, !name.includes('grey'), name);
  }
});

test('what greyPng writes is read back', () => {
  const pixels = Uint8Array.from({ length: 35 }, (_, i) => 7 * i);
  assert.deepEqual(decodePng(greyPng(pixels, 7, 5)).grey, pixels);
});

test('every cut of a picture is refused, and no damage of a byte does worse', () => {
  for (const name of ['png colour, filtered', 'png colour, interlaced', 'jpeg 4:4:4', 'jpeg progressive']) {
    const bytes = named(name);
    for (let length = 8; length < bytes.length - 2; length += 3) {
      assert.throws(() => decode(bytes.subarray(0, length)), Error, `${name} cut at ${length}`);
    }
    for (let at = 8; at < bytes.length; at += 5) {
      const damaged = bytes.map((byte, i) => (i === at ? byte ^ 0x55 : byte));
      try {
        decode(damaged);
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof RangeError), `${name} at ${at}: ${error}`);
      }
    }
  }
});

function png(width: number, height: number, data: Uint8Array): Uint8Array {
  const header = Buffer.from(greyPng(new Uint8Array(1), 1, 1));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([
    header.subarray(0, 33),
    length,
    Buffer.from('IDAT'),
    data,
    Buffer.alloc(4),
    Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0, 0, 0, 0]),
  ]);
}

test('a picture that claims to be huge, or unpacks to more than it claims, is refused before it is held', () => {
  assert.throws(
    () => decodePng(png(100_000, 100_000, deflateSync(Buffer.alloc(10)))),
    /100000 x 100000 pixels/,
  );
  const before = process.memoryUsage().arrayBuffers;
  const bomb = png(4, 4, deflateSync(Buffer.alloc(2 ** 26)));
  assert.throws(() => decodePng(bomb), /unpacks to more than the 20 bytes/);
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 27);
  const jpeg = named('jpeg 4:4:4');
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  const huge = jpeg.slice();
  huge.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  assert.ok(isJpeg(huge));
  assert.throws(() => decode(huge), /scans over 65535 x 65535 pixels/);
  const none = jpeg.slice();
  none.set([0, 0], frame + 5);
  assert.throws(() => decode(none), /13 x 0 pixels/);
});

test('a scan repeated for ever is refused for the work that it would make', () => {
  const jpeg = named('jpeg progressive');
  const scan = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc2);
  const large = jpeg.slice(0, scan);
  large.set([0x10, 0, 0x10, 0], frame + 5);
  const scans = Array.from({ length: 200 }, () => jpeg.subarray(scan));
  assert.throws(() => decode(Buffer.concat([large, ...scans])), /scans over 4096 x 4096 pixels/);
});

test('area averaging keeps the mean, takes the middle, and is the mean of what a pixel covers', () => {
  const grey = Uint8Array.from({ length: 36 }, (_, i) => (i * 37) % 256);
  const small = toSquare({ width: 6, height: 6, grey, coloured: false }, 3);
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 3; x++) {
      const at = 12 * y + 2 * x;
      const mean = (grey[at] + grey[at + 1] + grey[at + 6] + grey[at + 7]) / 4;
      assert.ok(Math.abs(small[3 * y + x] - mean) <= 0.5);
    }
  }
  // 3 to 2: each new pixel covers one and a half old ones.
  const line = toSquare(
    { width: 3, height: 3, grey: Uint8Array.of(0, 90, 240, 0, 90, 240, 0, 90, 240), coloured: false },
    2,
  );
  assert.deepEqual([...line], [30, 190, 30, 190]);
  const wide = Uint8Array.of(9, 1, 2, 9, 9, 3, 4, 9);
  assert.deepEqual([...toSquare({ width: 4, height: 2, grey: wide, coloured: false }, 2)], [1, 2, 3, 4]);
  assert.deepEqual(
    [...toSquare({ width: 1, height: 1, grey: Uint8Array.of(5), coloured: false }, 2)],
    [5, 5, 5, 5],
  );
});
