/**
 * Eigenvalues *and* eigenvectors of a symmetric matrix: Householder's reflections to a tridiagonal matrix, then implicit
 * QL (Golub and Van Loan, sections 8.3.1 and 8.3.3), with all reflections and rotations applied to the unit matrix too.
 * Where no vectors are needed, spectrum.ts takes a third of the time.
 */

import { settle } from './implicit-ql.js';

export interface Eigen {
  /** From the largest down. */
  values: Float64Array;
  /** Unit vectors in the order of `values`. */
  vectors: Float64Array[];
}

/** `matrix` has n rows of n numbers; only its lower half is read. */
export function eigen(matrix: Float64Array, n: number): Eigen {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const rows = basis(tridiagonal(matrix.slice(), n, diagonal, beside), n);
  for (let l = 0; l < n; l++) {
    const settled = settle(diagonal, beside, l, (i, c, s) => turn(rows[i], rows[i + 1], c, s));
    if (!settled) throw new Error('no eigenvalue after 60 passes: the matrix holds no finite numbers');
  }
  const order = Array.from(diagonal, (_, i) => i).sort((i, j) => diagonal[j] - diagonal[i]);
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: order.map((i) => rows[i]) };
}

/** Fills the diagonal and what stands beside it (`beside[i]` couples i and i + 1); returns the unit reflectors. */
function tridiagonal(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  beside: Float64Array,
): Float64Array[] {
  const reflectors: Float64Array[] = [];
  const p = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    const v = new Float64Array(n);
    let square = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k];
      square += v[i] * v[i];
    }
    const norm = Math.sqrt(square);
    const alpha = v[k + 1] > 0 ? -norm : norm;
    const length = Math.sqrt(Math.max(0, 2 * (square - alpha * v[k + 1])));
    diagonal[k] = a[k * n + k];
    beside[k] = alpha;
    v[k + 1] -= alpha;
    if (length === 0) {
      v.fill(0);
      reflectors.push(v);
      continue;
    }
    for (let i = k + 1; i < n; i++) v[i] /= length;
    reflectors.push(v);
    // A - 2 v w' - 2 w v' with w = A v - (v' A v) v, on the lower half.
    p.fill(0);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = k + 1; j < i; j++) {
        sum += a[row + j] * v[j];
        p[j] += a[row + j] * v[i];
      }
      p[i] += sum + a[row + i] * v[i];
    }
    let along = 0;
    for (let i = k + 1; i < n; i++) along += p[i] * v[i];
    for (let i = k + 1; i < n; i++) p[i] -= along * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const x = 2 * v[i];
      const y = 2 * p[i];
      for (let j = k + 1; j <= i; j++) a[row + j] -= x * p[j] + y * v[j];
    }
  }
  for (let k = Math.max(0, n - 2); k < n; k++) diagonal[k] = a[k * n + k];
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2];
  return reflectors;
}

/** The transposed product of the reflections: row i is what becomes of the i-th direction. */
function basis(reflectors: Float64Array[], n: number): Float64Array[] {
  const rows = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    row[i] = 1;
    return row;
  });
  for (let k = reflectors.length - 1; k >= 0; k--) {
    const v = reflectors[k];
    for (const row of rows) {
      let along = 0;
      for (let j = k + 1; j < n; j++) along += row[j] * v[j];
      if (along === 0) continue;
      for (let j = k + 1; j < n; j++) row[j] -= 2 * along * v[j];
    }
  }
  return rows;
}

function turn(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let j = 0; j < a.length; j++) {
    const x = b[j];
    b[j] = s * a[j] + c * x;
    a[j] = c * a[j] - s * x;
  }
}
