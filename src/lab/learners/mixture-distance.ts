/**
 * Squared L2 distance of two mixtures of normals, the integral of (p - q)^2. It has a closed form, because the integral
 * of two normal densities' product is the density of one mean about the other under the sum of their covariances
 * (Ahrendt 2005, section 4).
 */
import { cholesky } from '../../stats/symmetric.js';
import type { Mixture } from './mixture.js';

export function mixtureDistance(p: Mixture, q: Mixture): number {
  // Rounding may leave a hair below zero where the two are the same.
  return Math.max(0, overlap(p, p) - 2 * overlap(p, q) + overlap(q, q));
}

/** Integral of p q. */
function overlap(p: Mixture, q: Mixture): number {
  const { dims } = p;
  const size = dims * dims;
  const sum = new Float64Array(size);
  const off = new Float64Array(dims);
  let total = 0;
  for (let a = 0; a < p.weights.length; a++) {
    for (let b = 0; b < q.weights.length; b++) {
      for (let i = 0; i < size; i++) sum[i] = p.covariances[a * size + i] + q.covariances[b * size + i];
      for (let j = 0; j < dims; j++) off[j] = p.means[a * dims + j] - q.means[b * dims + j];
      total += p.weights[a] * q.weights[b] * density(off, sum, dims);
    }
  }
  return total;
}

/** Of the normal with mean 0. */
function density(x: Float64Array, covariance: Float64Array, dims: number): number {
  const root = cholesky(covariance, dims);
  let exponent = -0.5 * dims * Math.log(2 * Math.PI);
  const y = new Float64Array(dims);
  for (let j = 0; j < dims; j++) {
    let rest = x[j];
    for (let i = 0; i < j; i++) rest -= root[j * dims + i] * y[i];
    y[j] = rest / root[j * dims + j];
    exponent -= Math.log(root[j * dims + j]) + 0.5 * y[j] ** 2;
  }
  return Math.exp(exponent);
}
