/** Mixtures of normals with full covariances: what EM fits, how it writes, and its moments. */

import type { Random } from '../../stats/random.js';
import { cholesky } from '../../stats/symmetric.js';
import type { Points } from '../worlds/points.js';

export interface Mixture {
  dims: number;
  /** [k]: shares of the components, with sum 1. */
  weights: Float64Array;
  /** [k * dims + j] */
  means: Float64Array;
  /** [k * dims * dims + i * dims + j] */
  covariances: Float64Array;
}

/** Points in random order, each from a component drawn anew; every covariance is scaled by `lambda`. */
export function drawMixture(
  { dims, weights, means, covariances }: Mixture,
  n: number,
  random: Random,
  lambda = 1,
): Points {
  const values = new Float64Array(n * dims);
  random.fillNormal(values);
  const size = dims * dims;
  const roots = new Float64Array(covariances.length);
  for (let k = 0; k < weights.length; k++) {
    const root = cholesky(covariances.subarray(k * size, (k + 1) * size), dims);
    for (let i = 0; i < size; i++) roots[k * size + i] = Math.sqrt(lambda) * root[i];
  }
  for (let i = 0; i < values.length; i += dims) {
    const k = chosen(weights, random.uniform());
    // The root is lower triangular: from the last coordinate on, what is overwritten is no longer needed.
    for (let j = dims - 1; j >= 0; j--) {
      let x = means[k * dims + j];
      for (let l = 0; l <= j; l++) x += roots[k * size + j * dims + l] * values[i + l];
      values[i + j] = x;
    }
  }
  return { dims, values };
}

/** The component that holds the share `u` of the whole. */
function chosen(weights: Float64Array, u: number): number {
  let left = u;
  let last = 0;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] <= 0) continue;
    last = k;
    left -= weights[k];
    if (left < 0) break;
  }
  return last;
}

/** Variance of the whole mixture, mean over coordinates. */
export function mixtureVariance({ dims, weights, means, covariances }: Mixture): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) {
    let centre = 0;
    for (let k = 0; k < weights.length; k++) centre += weights[k] * means[k * dims + j];
    for (let k = 0; k < weights.length; k++) {
      sum += weights[k] * ((means[k * dims + j] - centre) ** 2 + covariances[(k * dims + j) * dims + j]);
    }
  }
  return sum / dims;
}

/** [k]: standard deviation of a component, the root of its mean variance over coordinates. */
export function componentDeviations({ dims, weights, covariances }: Mixture): Float64Array {
  return Float64Array.from(weights, (_, k) => {
    let trace = 0;
    for (let j = 0; j < dims; j++) trace += covariances[(k * dims + j) * dims + j];
    return Math.sqrt(trace / dims);
  });
}
