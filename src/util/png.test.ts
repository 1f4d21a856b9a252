import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { greyPng } from './png.js';

test('a PNG holds its pixels: signature, sizes, rows without filter, and a right checksum on every chunk', () => {
  const pixels = Uint8Array.from({ length: 35 }, (_, i) => 7 * i);
  const png = Buffer.from(greyPng(pixels, 7, 5));
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    assert.equal(png.readUInt32BE(at + 8 + length), crc32(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  assert.deepEqual([...chunks.get('IHDR')!], [0, 0, 0, 7, 0, 0, 0, 5, 8, 0, 0, 0, 0]);
  const rows = inflateSync(chunks.get('IDAT')!);
  const expected = Array.from({ length: 5 }, (_, y) => [0, ...pixels.subarray(7 * y, 7 * y + 7)]).flat();
  assert.deepEqual([...rows], expected);
  assert.throws(() => greyPng(pixels, 7, 4), /35 pixels are not 7 x 4/);
});
