/**
 * Eigenvalues of a symmetric matrix of some hundred rows: Householder's reduction to three diagonals, then QL steps
 * with implicit shifts (Martin, Reinsch and Wilkinson 1968; Dubrulle, Martin and Wilkinson 1968; Golub and Van Loan,
 * algorithms 8.3.1 and 8.3.3). No eigenvectors. `symmetric.ts` has Jacobi's way, which takes some ten times as many
 * operations, and is meant for matrices of a few rows.
 */

import { settle } from './implicit-ql.js';

/** Eigenvalues in ascending order. Reads the lower triangle of `matrix` (n × n, row after row), and leaves it as it is. */
export function spectrum(matrix: Float64Array, n: number): Float64Array {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  reduce(matrix.slice(), n, diagonal, beside);
  for (let l = 0; l < n; l++) settle(diagonal, beside, l);
  return diagonal.sort();
}

/** To three diagonals, from the last row up; beside[i] stands between rows i and i + 1. */
function reduce(a: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): void {
  const u = new Float64Array(n);
  const p = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    diagonal[i] = a[row + i];
    let largest = 0;
    for (let k = 0; k < i; k++) largest = Math.max(largest, Math.abs(a[row + k]));
    if (i === 1 || largest === 0) {
      beside[i - 1] = i === 1 ? a[row] : 0;
      continue;
    }
    let square = 0;
    for (let k = 0; k < i; k++) {
      u[k] = a[row + k] / largest;
      square += u[k] * u[k];
    }
    const last = u[i - 1];
    const turned = last > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    beside[i - 1] = largest * turned;
    const h = square - last * turned;
    u[i - 1] = last - turned;
    // p = A u / h, from the lower triangle alone.
    p.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const at = j * n;
      const uj = u[j];
      let sum = 0;
      for (let k = 0; k < j; k++) {
        const x = a[at + k];
        sum += x * u[k];
        p[k] += x * uj;
      }
      p[j] += sum + a[at + j] * uj;
    }
    let along = 0;
    for (let j = 0; j < i; j++) {
      p[j] /= h;
      along += p[j] * u[j];
    }
    const half = along / (2 * h);
    for (let j = 0; j < i; j++) p[j] -= half * u[j];
    for (let j = 0; j < i; j++) {
      const at = j * n;
      const uj = u[j];
      const pj = p[j];
      for (let k = 0; k <= j; k++) a[at + k] -= uj * p[k] + pj * u[k];
    }
  }
  diagonal[0] = a[0];
}
