/**
 * The few directions along which rows differ most: an orthonormal basis of the leading right singular space, by block
 * power iteration from a random start (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1). We differ in leaving
 * the basis as it comes out, not turned to the singular vectors: lengths, cosines and what is made of them do not
 * depend on that.
 */
import { gram } from './gram.js';
import { newRandom } from './random.js';
import { cholesky } from './symmetric.js';

/** Rows of mostly zeros: row i has `value[k]` in `column[k]` for k from start[i] to start[i + 1] - 1. */
export interface SparseRows {
  rows: number;
  columns: number;
  start: Uint32Array;
  column: Uint32Array;
  value: Float64Array;
}

/** Rounds of multiplication with the rows and back; the spectrum of words falls slowly, so one is not enough. */
const ROUNDS = 3;

/** `columns` × `dims`, row after row. `dims` is at most the number of rows and of columns. */
export function principalSpace(rows: SparseRows, dims: number, seed: number): Float64Array {
  let basis: Float64Array = new Float64Array(rows.columns * dims);
  newRandom(seed, 0x5bace).fillNormal(basis);
  for (let round = 0; round < ROUNDS; round++) {
    const along = straighten(project(rows, basis, dims), rows.rows, dims);
    basis = combine(rows, along, dims);
  }
  return straighten(basis, rows.columns, dims);
}

/** Coordinates of every row in a basis: `rows` × `dims`. */
export function project({ rows, start, column, value }: SparseRows, basis: Float64Array, dims: number) {
  const coordinates = new Float64Array(rows * dims);
  for (let i = 0; i < rows; i++) {
    const into = i * dims;
    for (let k = start[i]; k < start[i + 1]; k++) {
      const from = column[k] * dims;
      const x = value[k];
      for (let j = 0; j < dims; j++) coordinates[into + j] += x * basis[from + j];
    }
  }
  return coordinates;
}

/** The transposed product: `columns` × `dims`. */
function combine({ rows, columns, start, column, value }: SparseRows, along: Float64Array, dims: number) {
  const product = new Float64Array(columns * dims);
  for (let i = 0; i < rows; i++) {
    const from = i * dims;
    for (let k = start[i]; k < start[i + 1]; k++) {
      const into = column[k] * dims;
      const x = value[k];
      for (let j = 0; j < dims; j++) product[into + j] += x * along[from + j];
    }
  }
  return product;
}

/** Makes columns orthonormal: by the Cholesky root of their products, twice, which is as good as Gram and Schmidt. */
export function straighten(tall: Float64Array, rows: number, dims: number): Float64Array {
  for (let pass = 0; pass < 2; pass++) {
    const root = cholesky(gram(tall, rows, dims), dims);
    for (let i = 0; i < rows; i++) {
      const at = i * dims;
      for (let j = 0; j < dims; j++) {
        let x = tall[at + j];
        for (let k = 0; k < j; k++) x -= root[j * dims + k] * tall[at + k];
        tall[at + j] = root[j * dims + j] > 0 ? x / root[j * dims + j] : 0;
      }
    }
  }
  return tall;
}

/** Brings every row to length 1; a row of zeros stays. */
export function normalise(rows: Float64Array, dims: number): Float64Array {
  for (let at = 0; at < rows.length; at += dims) {
    let square = 0;
    for (let j = 0; j < dims; j++) square += rows[at + j] ** 2;
    if (square === 0) continue;
    const length = Math.sqrt(square);
    for (let j = 0; j < dims; j++) rows[at + j] /= length;
  }
  return rows;
}
