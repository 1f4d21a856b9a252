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
import { gramOfRows, type Matrix, unitRows } from './matrix.js';

export type Order = 0.5 | 1 | 2 | 'inf';

/** `score_X(X, q)` and `score_dual(X, 1)`: of order 1. */
export function vendiX(embeddings: Matrix): number {
  return score(shares(unitRows(embeddings)), 1);
}

/** `score_K(X @ X.T, q)` for each order. */
export function vendiK(embeddings: Matrix, orders: readonly Order[]): number[] {
  const values = shares(embeddings);
  return orders.map((q) => score(values, q));
}

/** `intdiv_K(X @ X.T)`: 1 less the mean of all entries of K, its diagonal among them. */
export function internalDiversity({ rows, columns, data }: Matrix): number {
  const sum = new Float64Array(columns);
  for (let at = 0; at < data.length; at += columns) for (let j = 0; j < columns; j++) sum[j] += data[at + j];
  let square = 0;
  for (const x of sum) square += (x / rows) ** 2;
  return 1 - square;
}

/** Eigenvalues of XX'/n that are not 0 by their number. */
function shares(x: Matrix): Float64Array {
  const small = Math.min(x.rows, x.columns);
  const products = x.columns < x.rows ? gram(x.data, x.rows, x.columns) : gramOfRows(x);
  for (let i = 0; i < products.length; i++) products[i] /= x.rows;
  return spectrum(products, small);
}

function score(values: Float64Array, q: Order): number {
  if (q === 'inf') return 1 / Math.max(...values);
  let sum = 0;
  for (const p of values) if (p > 0) sum += q === 1 ? -p * Math.log(p) : p ** q;
  return q === 1 ? Math.exp(sum) : Math.exp(Math.log(sum) / (1 - q));
}
