/** Bytes as `numpy.save` writes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../util/errors.js';
import { parseNpy } from './read-npy.js';

function npy(header: string, numbers: Buffer, version = 1): Buffer {
  const size = version === 1 ? 2 : 4;
  const padded = `${header}${' '.repeat(63 - ((6 + 2 + size + header.length) % 64))}\n`;
  const head = Buffer.alloc(8 + size);
  head.write('\x93NUMPY', 'latin1');
  head[6] = version;
  if (version === 1) head.writeUInt16LE(padded.length, 8);
  else head.writeUInt32LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), numbers]);
}

const floats = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer);
const header = (type: string, shape: string, fortran = 'False') =>
  `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;

test('reads 32- and 64-bit floats of formats 1 and 2', () => {
  const small = parseNpy(npy(header('<f4', '2, 2'), floats(1, 0.5, -2, 3)), 'a.npy');
  assert.deepEqual(small, { rows: 2, columns: 2, data: Float64Array.of(1, 0.5, -2, 3) });
  const wide = Buffer.from(Float64Array.of(0.1, 0.2, 0.3).buffer);
  assert.deepEqual(
    parseNpy(npy(header('<f8', '1, 3'), wide, 2), 'a.npy').data,
    Float64Array.of(0.1, 0.2, 0.3),
  );
});

test('says what is wrong, and the way out', () => {
  for (const [bytes, message] of [
    [Buffer.from('text'), /a\.npy: not a \.npy file\. .*numpy\.save/],
    [npy(header('<i8', '1, 1'), Buffer.alloc(8)), /numbers are <i8.*astype/],
    [npy(header('<f4', '4,'), floats(1, 2, 3, 4)), /shape is \(4\)/],
    [npy(header('<f4', '2, 2', 'True'), floats(1, 2, 3, 4)), /Fortran order.*ascontiguousarray/],
    [npy(header('<f4', '2, 2'), floats(1, 2, 3)), /12 bytes of numbers, where 2 x 2 need 16/],
    [npy(header('<f4', '2, 1'), floats(1, Number.NaN)), /row 1 holds NaN/],
  ] as const) {
    assert.throws(
      () => parseNpy(bytes, 'a.npy'),
      (error: Error) => error instanceof DataError && message.test(error.message),
    );
  }
});
