/**
 * Symmetric matrices, row after row in one array: the Cholesky root, and the eigenvalues by Jacobi's rotations (Golub
 * and Van Loan, algorithm 8.5.2), which are exact to rounding and need no pivots.
 */

/** Lower triangular L with L L' = A; a matrix that is only semidefinite gives zero columns. */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const root = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j];
    for (let k = 0; k < j; k++) pivot -= root[j * n + k] ** 2;
    if (!(pivot > 1e-14 * a[j * n + j])) continue;
    const diagonal = Math.sqrt(pivot);
    root[j * n + j] = diagonal;
    for (let i = j + 1; i < n; i++) {
      let x = a[i * n + j];
      for (let k = 0; k < j; k++) x -= root[i * n + k] * root[j * n + k];
      root[i * n + j] = x / diagonal;
    }
  }
  return root;
}

/** Eigenvalues, in no order. */
export function eigenvalues(matrix: Float64Array, n: number): Float64Array {
  const a = matrix.slice();
  let scale = 0;
  for (const x of a) scale += x * x;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q] ** 2;
    if (off <= 1e-26 * scale) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, n, p, q);
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * n + i]);
}

/** Makes a[p][q] zero. */
function rotate(a: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const x = a[k * n + p];
    const y = a[k * n + q];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k];
    const y = a[q * n + k];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
}

/** Trace of the positive root of a covariance. */
export function traceOfRoot(a: Float64Array, n: number): number {
  let sum = 0;
  for (const value of eigenvalues(a, n)) sum += Math.sqrt(Math.max(0, value));
  return sum;
}
