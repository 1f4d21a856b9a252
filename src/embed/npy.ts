/** NumPy's .npy files (format 1 to 3): two-dimensional, 32- or 64-bit floating point, row after row. */
import { readFileSync } from 'node:fs';
import { DataError } from '../util/errors.js';

export interface Rows {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** Throws DataError for what is no such file. */
export function readNpy(path: string): Rows {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw new DataError(
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message}`,
    );
  }
  const wrong = (what: string) =>
    new DataError(`${path}: ${what}; write it with numpy.save("x.npy", vectors.astype("float32"))`);
  if (file.length < 12 || file.toString('latin1', 0, 6) !== '\x93NUMPY') throw wrong('no .npy file');
  const wide = file[6] > 1;
  const start = wide ? 12 + file.readUInt32LE(8) : 10 + file.readUInt16LE(8);
  const header = file.toString('latin1', wide ? 12 : 10, start);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(\s*(\d+),\s*(\d+),?\s*\)/.exec(header);
  if (shape === null) throw wrong('not two-dimensional');
  if (/'fortran_order':\s*True/.test(header)) throw wrong('column after column');
  const width = type === '<f4' ? 4 : type === '<f8' ? 8 : 0;
  if (width === 0) throw wrong(`of type ${type}, which is not floating point of 32 or 64 bits`);
  const [rows, columns] = [Number(shape[1]), Number(shape[2])];
  const count = rows * columns;
  if (file.length < start + count * width)
    throw wrong(`cut short: ${rows} rows of ${columns} do not fit in it`);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = width === 4 ? file.readFloatLE(start + 4 * i) : file.readDoubleLE(start + 8 * i);
  }
  const bad = values.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw wrong(`row ${Math.floor(bad / columns) + 1} has a value that is no number`);
  return { rows, columns, values };
}
