/**
 * The Vendi score (Friedman and Dieng 2023, eq. 2): exp of the Shannon entropy of the eigenvalues of K/n, where K
 * holds the cosines of all pairs of n rows. It is the effective number of different rows: 1 when all point the same
 * way, n when all are at right angles. K/n and the d × d matrix X'X/n have the same eigenvalues but for zeros, so n is
 * bounded by nothing but time. Of order q it is the Hill number of these eigenvalues (Pasarkar and Dieng 2024).
 */
import { gram } from './gram.js';
import { spectrum } from './spectrum.js';

/** Of `n` rows of `d` numbers, row after row, each of length 1. */
export function vendi(rows: ArrayLike<number>, n: number, d: number, q = 1): number {
  return effectiveNumber(spectrum(gram(rows, n, d), d), n, q);
}

/** Hill number of order q (1: exp of the entropy; Infinity: 1 over the largest) of the parts of `total`. */
export function effectiveNumber(parts: Float64Array, total: number, q = 1): number {
  let sum = 0;
  let largest = 0;
  for (const part of parts) {
    const share = part / total;
    // A rounding error of 0 raised to a small power would count as a direction of its own.
    if (!(share > 1e-13)) continue;
    if (share > largest) largest = share;
    sum += q === 1 ? -share * Math.log(share) : share ** q;
  }
  if (q === Number.POSITIVE_INFINITY) return 1 / largest;
  return q === 1 ? Math.exp(sum) : sum ** (1 / (1 - q));
}
