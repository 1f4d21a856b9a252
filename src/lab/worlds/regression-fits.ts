/** Fits of regression: rows of features with the label last. No intercept: features and labels are centred. */
import { cholesky } from '../../stats/symmetric.js';
import type { Training } from '../world.js';
import type { Points } from './points.js';

/** Least squares by the normal equations; weighted where there are weights. Fewer rows than features: zeros. */
export function leastSquares({ data, weights }: Training<Points>): Float64Array {
  const dims = data.dims - 1;
  const { values } = data;
  const gram = new Float64Array(dims * dims);
  const right = new Float64Array(dims);
  for (let row = 0, i = 0; row < values.length; row += dims + 1, i++) {
    const weight = weights ? weights[i] : 1;
    const label = values[row + dims];
    for (let j = 0; j < dims; j++) {
      const x = weight * values[row + j];
      right[j] += x * label;
      for (let k = 0; k <= j; k++) gram[j * dims + k] += x * values[row + k];
    }
  }
  return solve(gram, right);
}

/** Of the quadratic step below: newton ends where no coefficient moves by more. */
const STILL = 1e-8;
const MOST_STEPS = 50;
/** A penalty of this much of a squared length keeps separable data finite; nothing elsewhere. */
const RIDGE = 1e-6;

/** Maximum likelihood by Newton's method, from zero or from `start`. Labels are 0 and 1. */
export function logisticFit({ data, weights }: Training<Points>, start?: Float64Array): Float64Array {
  const dims = data.dims - 1;
  const { values } = data;
  const fitted = start ? start.slice() : new Float64Array(dims);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gram = new Float64Array(dims * dims);
    const gradient = fitted.map((w) => -RIDGE * w);
    for (let j = 0; j < dims; j++) gram[j * dims + j] = RIDGE;
    for (let row = 0, i = 0; row < values.length; row += dims + 1, i++) {
      let sum = 0;
      for (let j = 0; j < dims; j++) sum += fitted[j] * values[row + j];
      const p = logistic(sum);
      const weight = weights ? weights[i] : 1;
      const off = weight * (values[row + dims] - p);
      const curve = weight * p * (1 - p);
      for (let j = 0; j < dims; j++) {
        const x = values[row + j];
        gradient[j] += off * x;
        const scaled = curve * x;
        for (let k = 0; k <= j; k++) gram[j * dims + k] += scaled * values[row + k];
      }
    }
    const move = solve(gram, gradient);
    let most = 0;
    for (let j = 0; j < dims; j++) most = Math.max(most, Math.abs(move[j]));
    // Far from the optimum a full step may overshoot; one of length 2 per coefficient does not.
    const scale = Math.min(1, 2 / most);
    for (let j = 0; j < dims; j++) fitted[j] += scale * move[j];
    if (most < STILL) break;
  }
  return fitted;
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Of a positive definite matrix, whose lower half is read. A direction that nothing determines stays zero. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const root = cholesky(matrix, n);
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= root[i * n + k] * x[k];
    x[i] = root[i * n + i] > 0 ? x[i] / root[i * n + i] : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= root[k * n + i] * x[k];
    x[i] = root[i * n + i] > 0 ? x[i] / root[i * n + i] : 0;
  }
  return x;
}
