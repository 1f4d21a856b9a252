import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DataError } from '../../util/errors.js';
import { readImages } from './read-images.js';

function idx(count: number, height: number, width: number, there = count * height * width): Buffer {
  const bytes = Buffer.alloc(16 + there);
  for (const [i, value] of [0x803, count, height, width].entries()) bytes.writeUInt32BE(value, 4 * i);
  for (let i = 0; i < there; i++) bytes[16 + i] = (7 * i) % 256;
  return bytes;
}

function file(t: TestContext, bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-images-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'some-idx3-ubyte');
  writeFileSync(path, bytes);
  return path;
}

test('IDX images are read, plain and gzipped alike', (t) => {
  const bytes = idx(3, 4, 5);
  for (const each of [bytes, gzipSync(bytes)]) {
    const { pixels, ...rest } = readImages(file(t, each));
    assert.deepEqual(rest, { kind: 'images', name: 'some-idx3-ubyte', width: 5, height: 4 });
    assert.deepEqual([...pixels], [...bytes.subarray(16)]);
  }
});

test('what is no IDX file of images is refused with what is wrong', (t) => {
  const labels = Buffer.from(idx(1, 1, 1));
  labels.writeUInt32BE(0x801);
  const cases: [bytes: Uint8Array, message: RegExp][] = [
    [labels, /0x00000801.*labels.*images beside it/],
    [Buffer.from('this is a text file'), /begins with 0x74686973, not 0x00000803/],
    [Buffer.alloc(5), /5 bytes are no IDX file/],
    [idx(0, 28, 28), /nothing to learn/],
    [idx(3, 4, 5, 59), /are 60 bytes, there are 59; it is cut short/],
    [idx(3, 4, 5, 61), /are 60 bytes, there are 61; it is damaged/],
    [gzipSync(idx(3, 4, 5)).subarray(0, -9), /cannot be unpacked/],
  ];
  for (const [bytes, message] of cases) {
    const path = file(t, bytes);
    assert.throws(
      () => readImages(path),
      (error: Error) =>
        error instanceof DataError && error.message.startsWith(path) && message.test(error.message),
      `${message}`,
    );
  }
  assert.throws(() => readImages('/none/such'), /cannot be read \(ENOENT\)/);
});
