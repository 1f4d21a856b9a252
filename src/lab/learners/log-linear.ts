/**
 * The log-linear family over cells: log p(cell) = sum of weights × cosines, normalised (an exponential family; its
 * maximum likelihood is where the model's cosine moments are the data's). With as many cosines as cells less one it
 * holds every distribution, and the optimum is the data's own shares.
 */
import { cholesky } from '../../stats/symmetric.js';

/** Newton steps at the most; ill-conditioned data end here with the moments as near as they come. */
const NEWTON = 200;
const RATE = 0.5;
/** A cell of no share cannot be written as a finite weight; it is held at this share. */
const LEAST = 1e-12;

const basis = new Map<number, Float64Array[]>();

/** [k] = the (k + 1)-th orthonormal cosine over the cells. */
function cosines(cells: number): Float64Array[] {
  let rows = basis.get(cells);
  if (!rows) {
    rows = Array.from({ length: cells - 1 }, (_, k) =>
      Float64Array.from(
        { length: cells },
        (_, cell) => Math.SQRT2 * Math.cos((Math.PI * (k + 1) * (cell + 0.5)) / cells),
      ),
    );
    basis.set(cells, rows);
  }
  return rows;
}

export function probabilities(weights: Float64Array, cells: number): Float64Array {
  const rows = cosines(cells);
  const logs = new Float64Array(cells);
  for (let k = 0; k < weights.length; k++) {
    const row = rows[k];
    for (let cell = 0; cell < cells; cell++) logs[cell] += weights[k] * row[cell];
  }
  const most = logs.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) {
    logs[cell] = Math.exp(logs[cell] - most);
    sum += logs[cell];
  }
  for (let cell = 0; cell < cells; cell++) logs[cell] /= sum;
  return logs;
}

/** Weights for the shares of the cells (sum 1). `steps` of gradient descent from 0, or 0 for the optimum. */
export function fitLogLinear(shares: Float64Array, terms: number, steps: number): Float64Array {
  const cells = shares.length;
  const rows = cosines(cells).slice(0, terms);
  if (steps === 0 && terms === cells - 1) return exact(shares, rows);
  const moments = rows.map((row) => dot(row, shares));
  const weights = new Float64Array(terms);
  if (steps > 0) {
    for (let step = 0; step < steps; step++) {
      const p = probabilities(weights, cells);
      for (let k = 0; k < terms; k++) weights[k] += RATE * (moments[k] - dot(rows[k], p));
    }
    return weights;
  }
  for (let step = 0; step < NEWTON; step++) {
    const p = probabilities(weights, cells);
    const gap = rows.map((row, k) => moments[k] - dot(row, p));
    if (Math.max(...gap.map(Math.abs)) < 1e-10) break;
    move(weights, rows, p, gap, shares);
  }
  return weights;
}

/** The logarithms of the shares in the cosine basis. */
function exact(shares: Float64Array, rows: Float64Array[]): Float64Array {
  const logs = shares.map((share) => Math.log(Math.max(share, LEAST)));
  return Float64Array.from(rows, (row) => dot(row, logs) / shares.length);
}

/** One Newton step, halved until the likelihood rises. */
function move(
  weights: Float64Array,
  rows: Float64Array[],
  p: Float64Array,
  gap: number[],
  shares: Float64Array,
): void {
  const n = rows.length;
  const means = rows.map((row) => dot(row, p));
  const hessian = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let cell = 0; cell < p.length; cell++) sum += p[cell] * rows[k][cell] * rows[l][cell];
      hessian[k * n + l] = hessian[l * n + k] = sum - means[k] * means[l];
    }
    hessian[k * n + k] += 1e-12;
  }
  const direction = solve(cholesky(hessian, n), gap);
  const before = likelihood(shares, p);
  for (let size = 1; size > 1e-6; size /= 2) {
    const next = weights.map((w, k) => w + size * direction[k]);
    if (likelihood(shares, probabilities(next, p.length)) >= before) {
      weights.set(next);
      return;
    }
  }
}

function likelihood(shares: Float64Array, p: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < p.length; cell++) if (shares[cell] > 0) sum += shares[cell] * Math.log(p[cell]);
  return sum;
}

/** L L' x = b. */
function solve(root: Float64Array, b: readonly number[]): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= root[i * n + k] * x[k];
    x[i] /= root[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= root[k * n + i] * x[k];
    x[i] /= root[i * n + i];
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
