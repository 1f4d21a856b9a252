import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { encode } from 'jpeg-js';
import { DataError } from '../../util/errors.js';
import { greyPng } from '../../util/png.js';
import { holdsImages, readImages, readLabels } from '../index.js';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-images-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, with the folders above it, in a folder of its own or in the one given. */
function file(t: TestContext, bytes: Uint8Array, name = 'some-idx3-ubyte', folder = folderOf(t)): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

function idx(count: number, height: number, width: number, there = count * height * width): Buffer {
  const bytes = Buffer.alloc(16 + there);
  for (const [i, value] of [0x803, count, height, width].entries()) bytes.writeUInt32BE(value, 4 * i);
  for (let i = 0; i < there; i++) bytes[16 + i] = (7 * i) % 256;
  return bytes;
}

/** A third of a megabyte that unpacks to 320 MiB. */
function bomb(): Buffer {
  const part = gzipSync(Buffer.alloc(2 ** 26));
  return Buffer.concat([part, part, part, part, part]);
}

function idxOfLabels(labels: number[]): Buffer {
  const bytes = Buffer.from([0, 0, 8, 1, 0, 0, 0, labels.length, ...labels]);
  return bytes;
}

function npy(type: string, shape: number[], data: Uint8Array, fortran = false): Buffer {
  const said = `{'descr': '${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }\n`;
  const lead = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, said.length % 256, said.length >> 8]);
  return Buffer.concat([lead, Buffer.from(said), data]);
}

const floats = (values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => (7 * i) % 256);

async function refused(path: string, message: RegExp): Promise<void> {
  await assert.rejects(readImages(path), (error: Error) => {
    assert.ok(error instanceof DataError, `${error.stack}`);
    assert.ok(error.message.startsWith(path) && message.test(error.message), `${message}: ${error.message}`);
    return true;
  });
}

test('IDX images are read, plain and gzipped alike', async (t) => {
  const bytes = idx(3, 4, 5);
  for (const each of [bytes, gzipSync(bytes)]) {
    const path = file(t, each);
    const { pixels, ...rest } = await readImages(path);
    const size = { count: 3, width: 5, height: 4, bytes: bytes.length };
    assert.deepEqual(rest, { name: 'some-idx3-ubyte', path, ...size, notes: [] });
    assert.deepEqual([...pixels], [...bytes.subarray(16)]);
    assert.ok(holdsImages(path));
  }
});

test('what is no IDX file of images is refused with what is wrong', async (t) => {
  const cases: [bytes: Uint8Array, message: RegExp][] = [
    [Buffer.concat([idxOfLabels([1, 2]), Buffer.alloc(9)]), /0x00000801.*labels.*images beside it/],
    [Buffer.from('this is a text file'), /begins with 0x74686973, not 0x00000803/],
    [Buffer.alloc(5), /5 bytes are no IDX file/],
    [idx(0, 28, 28), /nothing to learn/],
    [idx(3, 4, 5, 59), /are 60 bytes, there are 59; it is cut short/],
    [idx(3, 4, 5, 61), /are 60 bytes, there are 61; it is damaged/],
    [idx(2 ** 32 - 1, 2 ** 16, 2 ** 16, 4), /there are 4; it is cut short/],
    [gzipSync(idx(3, 4, 5)).subarray(0, -9), /cannot be unpacked/],
    [bomb(), /cannot be unpacked.*more than 256 MiB/],
  ];
  for (const [bytes, message] of cases) await refused(file(t, bytes), message);
  await refused('/none/such', /no such file/);
});

test('.npy: bytes and floats, grey, coloured and with opacity, as NumPy writes them', async (t) => {
  const grey = await readImages(file(t, npy('|u1', [2, 3, 4], ramp(24)), 'a.npy'));
  assert.deepEqual([grey.count, grey.height, grey.width, grey.notes], [2, 3, 4, []]);
  assert.deepEqual(grey.pixels, ramp(24));
  const unit = await readImages(file(t, npy('<f4', [1, 1, 3], floats([0, 0.5, 1])), 'a.npy'));
  assert.deepEqual([...unit.pixels], [0, 128, 255]);
  const wide = await readImages(file(t, npy('<f4', [1, 1, 3, 1], floats([0, 127.6, 255])), 'a.npy'));
  assert.deepEqual([...wide.pixels], [0, 128, 255]);
  const colour = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
  const made = await readImages(file(t, npy('|u1', [1, 2, 2, 3], colour), 'a.npy'));
  assert.deepEqual([...made.pixels], [76, 150, 29, 9]);
  assert.match(made.notes.join(), /1 of 1 images have colours.*0.299 red \+ 0.587 green \+ 0.114 blue/);
  const clear = Buffer.from([10, 10, 10, 0, 10, 10, 10, 255, 0, 0, 0, 51, 200, 200, 200, 255]);
  const laid = await readImages(file(t, gzipSync(npy('|u1', [1, 2, 2, 4], clear)), 'a.npy.gz'));
  assert.deepEqual([...laid.pixels], [255, 10, 204, 200]);
});

test('.npy of other kinds is refused by name, with the line that mends it', async (t) => {
  const cases: [bytes: Uint8Array, message: RegExp][] = [
    [npy('<f8', [1, 2, 2], Buffer.alloc(32)), /numbers are <f8.*astype\('uint8'\)/],
    [npy('>f4', [1, 2, 2], Buffer.alloc(16)), /numbers are >f4/],
    [npy('|u1', [4, 4], Buffer.alloc(16)), /shape is \(4, 4\), not \(images/],
    [npy('|u1', [1, 3, 8, 8], Buffer.alloc(192)), /8 channels.*transpose\(0, 2, 3, 1\)/],
    [npy('|u1', [1, 2, 2, 2], Buffer.alloc(8)), /2 channels/],
    [npy('|u1', [0, 2, 2], Buffer.alloc(0)), /there is no image/],
    [npy('|u1', [1, 2, 2], Buffer.alloc(4), true), /Fortran order.*ascontiguousarray/],
    [npy('|u1', [10 ** 9, 28, 28], Buffer.alloc(4)), /4 bytes of numbers.*need 784000000000/],
    [npy('|u1', [1, 10 ** 5, 10 ** 5], Buffer.alloc(4)), /100000 x 100000 pixels/],
    [npy('<f4', [1, 1, 2], floats([0, -0.5])), /image 0 holds -0.5.*\(images \+ 1\) \/ 2/],
    [npy('<f4', [2, 1, 1], floats([0, Number.NaN])), /image 1 holds NaN/],
    [npy('<f4', [1, 1, 2], floats([0, 256])), /holds 256, outside/],
    [Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255]), /header says.*damaged/],
    [npy('|u1', [1, 2, 2], Buffer.alloc(4)).subarray(0, 30), /header says.*damaged/],
  ];
  for (const [bytes, message] of cases) await refused(file(t, bytes, 'a.npy'), message);
});

const jpeg = (width: number, height: number, value: number) =>
  encode({ width, height, data: Buffer.alloc(4 * width * height, value) }, 95).data;

test('a folder of pictures is read in the order of paths, with folders as classes', async (t) => {
  const folder = folderOf(t);
  const png = (value: number) => greyPng(new Uint8Array(20).fill(value), 5, 4);
  for (const [name, bytes] of [
    ['b/2.png', png(20)],
    ['b/10.PNG', png(10)],
    ['a/deep/x.jpeg', jpeg(5, 4, 200)],
    ['a/.hidden.png', Buffer.from('no picture')],
    ['b/notes.txt', Buffer.from('no picture')],
    ['b/other.webp', Buffer.from('no picture')],
  ] as const) {
    file(t, bytes, name, folder);
  }
  const images = await readImages(folder);
  assert.deepEqual([images.count, images.width, images.height], [3, 5, 4]);
  assert.ok(Math.abs(images.pixels[0] - 200) <= 1);
  assert.deepEqual([images.pixels[20], images.pixels[40]], [10, 20]);
  assert.deepEqual(images.labels, { names: ['a', 'b'], codes: Uint16Array.of(0, 1, 1) });
  assert.deepEqual(readLabels(folder, images), images.labels);
  assert.match(images.notes.join(), /1 pictures that are neither PNG nor JPEG.*other\.webp/);
  assert.ok(holdsImages(folder));
  file(t, png(1), 'loose.png', folder);
  const loose = await readImages(folder);
  assert.equal(loose.labels, undefined);
  assert.throws(() => readLabels(folder, loose), /do not all lie in two or more folders/);
});

test('pictures of other sizes become squares of one side, and the output says so', async (t) => {
  const folder = folderOf(t);
  file(t, greyPng(new Uint8Array(200).fill(7), 20, 10), 'a.png', folder);
  file(t, jpeg(40, 48, 128), 'b.jpg', folder);
  const { width, height, pixels, notes } = await readImages(folder);
  assert.deepEqual([width, height, pixels[0]], [32, 32, 7]);
  assert.match(notes.join(), /2 of 2 images \(sides of 10 to 48 pixels\) were cropped.*32 x 32 by area/);
  const small = await readImages(folder, { side: 8 });
  assert.deepEqual([small.width, small.height, small.pixels.length], [8, 8, 128]);
  const large = await readImages(file(t, npy('|u1', [1, 65, 65], ramp(65 * 65)), 'large.npy'));
  assert.deepEqual([large.width, large.height], [32, 32]);
});

test('a folder without pictures, and pictures that are none, are refused by name', async (t) => {
  const folder = folderOf(t);
  await refused(folder, /holds no picture/);
  file(t, Buffer.from('x'), 'a.gif', folder);
  await refused(folder, /no \.png or \.jpg picture, but 1 of other kinds \(.*a\.gif\)/);
  const path = file(t, Buffer.from('this is a text'), 'b.png', folder);
  await assert.rejects(readImages(folder), (error: Error) =>
    error.message.startsWith(`${path}: a picture that is`),
  );
  const bytes = Buffer.from(greyPng(ramp(400), 20, 20));
  file(t, bytes.subarray(0, -30), 'b.png', folder);
  await assert.rejects(readImages(folder), /b\.png: a picture cut short\. Mend it/);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  file(t, bytes, 'b.png', folder);
  await assert.rejects(
    readImages(folder),
    /b\.png: a picture of 60000 x 60000 pixels by its header; at most/,
  );
});

test('labels belong to their images, one each', async (t) => {
  const images = await readImages(file(t, idx(3, 2, 2)));
  const labels = readLabels(file(t, idxOfLabels([9, 10, 9])), images);
  assert.deepEqual(labels, { names: ['9', '10'], codes: Uint16Array.of(0, 1, 0) });
  const longs = Buffer.from(BigInt64Array.of(2n, 0n, 2n).buffer);
  assert.deepEqual(readLabels(file(t, npy('<i8', [3], longs)), images).names, ['0', '2']);
  assert.throws(() => readLabels(file(t, idxOfLabels([1, 2])), images), /2 labels, but .* has 3 images/);
  assert.throws(() => readLabels(file(t, idx(3, 2, 2)), images), /it holds images: give/);
  assert.throws(
    () => readLabels(file(t, npy('<f4', [3], floats([0, 1, 2]))), images),
    /holds <f4 of shape \(3\)/,
  );
  assert.throws(() => readLabels(folderOf(t), images), /a folder gives labels to its own pictures only/);
});

test('texts and tables are no images', (t) => {
  for (const text of ['{"text": "a"}\n', 'a,b\n1,2\n']) assert.ok(!holdsImages(file(t, Buffer.from(text))));
  assert.ok(!holdsImages(file(t, gzipSync('some text'))));
  assert.ok(!holdsImages('/none/such'));
  const folder = folderOf(t);
  for (const name of ['a.txt', 'b.txt']) file(t, Buffer.from('text'), name, folder);
  file(t, greyPng(ramp(4), 2, 2), 'cover.png', folder);
  assert.ok(!holdsImages(folder));
});
