/**
 * Embeddings from NumPy's .npy files (format 1 to 3): two axes, one row a text, 32- or 64-bit floats in C order and
 * little-endian, which is what `numpy.save` writes of them. Anything else is refused with the line of Python that mends
 * it.
 */
import { readFileSync } from 'node:fs';
import { DataError } from '../util/errors.js';

export interface NpyMatrix {
  rows: number;
  columns: number;
  /** Row after row. */
  data: Float64Array;
}

/** Reads the file at `path`; `shown` names it in errors. Throws DataError for what it cannot read. */
export function readNpy(path: string, shown = path): NpyMatrix {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DataError(
      `${shown}: cannot be read (${code}); give a .npy file with one row of numbers a text`,
    );
  }
  return parseNpy(bytes, shown);
}

/** The matrix in the bytes of a .npy file. */
export function parseNpy(bytes: Buffer, shown: string): NpyMatrix {
  const refuse = (what: string, remedy: string) => new DataError(`${shown}: ${what}. ${remedy}`);
  if (bytes.length < 10 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') {
    throw refuse('not a .npy file', "Write it with numpy.save('file.npy', embeddings)");
  }
  const long = bytes[6] > 1;
  const start = long ? 12 : 10;
  const end = start + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', start, end);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '?';
  const shape =
    /'shape':\s*\(([^)]*)\)/
      .exec(header)?.[1]
      .split(',')
      .filter((part) => part.trim() !== '') ?? [];
  const [rows, columns] = shape.map(Number);
  if (type !== '<f4' && type !== '<f8') {
    throw refuse(
      `its numbers are ${type}, not 32- or 64-bit floats`,
      "numpy.save('file.npy', embeddings.astype('float32')) writes some",
    );
  }
  if (shape.length !== 2 || !(rows > 0 && columns > 0)) {
    throw refuse(`its shape is (${shape.join(',')}), not (texts, dimensions)`, 'Save one row a text');
  }
  if (/'fortran_order':\s*True/.test(header)) {
    throw refuse(
      'it is in Fortran order',
      "numpy.save('file.npy', numpy.ascontiguousarray(embeddings)) turns it",
    );
  }
  const width = type === '<f4' ? 4 : 8;
  const size = rows * columns;
  if (bytes.length !== end + size * width) {
    const message = `it has ${bytes.length - end} bytes of numbers, where ${rows} x ${columns} need ${size * width}`;
    throw refuse(message, 'It was cut off: save or copy it again');
  }
  const data = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const at = end + i * width;
    data[i] = width === 4 ? bytes.readFloatLE(at) : bytes.readDoubleLE(at);
    if (!Number.isFinite(data[i])) {
      throw refuse(`row ${Math.floor(i / columns)} holds ${data[i]}`, 'Leave out what could not be embedded');
    }
  }
  return { rows, columns, data };
}
