/**
 * Vendi score (Friedman and Dieng 2023; vertaix/Vendi-Score c791c30): the exponential of the Rényi entropy of order q of
 * the eigenvalues of K/n, an effective number of documents. `score_X` divides rows by their length; `score_K` and
 * `intdiv_K` take K = XX' as it is, so give them rows of length 1. Quirk kept: `score_X(q)` computes q = 1 whatever q
 * is. Theirs fails on `intdiv_X`; there is none here.
 *
 * We take the eigenvalues from the smaller of XX' and X'X, as their `score_dual` does: the others are 0. Theirs come
 * out as noise of about 1e-17, of which the positive half adds about 1e-7 to `score_K` at q = 0.5 and nothing that
 * shows at q >= 1.
 */
import { gram } from '../stats/gram.js';
import { spectrum } from '../stats/spectrum.js';
import { effectiveNumber } from '../stats/vendi.js';
import { gramOfRows, type Matrix, unitRows } from './matrix.js';

/** `score_X(X, q)` and `score_dual(X, 1)`: of order 1. */
export function vendiX(embeddings: Matrix): number {
  return effectiveNumber(eigenvalues(unitRows(embeddings)), embeddings.rows);
}

/** `score_K(X @ X.T, q)` for each order; Infinity for their 'inf'. */
export function vendiK(embeddings: Matrix, orders: readonly number[]): number[] {
  const values = eigenvalues(embeddings);
  return orders.map((q) => effectiveNumber(values, embeddings.rows, q));
}

/** `intdiv_K(X @ X.T)`: 1 less the mean of all entries of K, its diagonal among them. */
export function internalDiversity({ rows, columns, data }: Matrix): number {
  const sum = new Float64Array(columns);
  for (let at = 0; at < data.length; at += columns) for (let j = 0; j < columns; j++) sum[j] += data[at + j];
  let square = 0;
  for (const x of sum) square += (x / rows) ** 2;
  return 1 - square;
}

/** Eigenvalues of XX' that are not 0 by their number. */
function eigenvalues(x: Matrix): Float64Array {
  const { rows, columns, data } = x;
  return columns < rows ? spectrum(gram(data, rows, columns), columns) : spectrum(gramOfRows(x), rows);
}
