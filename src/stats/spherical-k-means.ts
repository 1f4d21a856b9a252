/**
 * Spherical k-means (Dhillon and Modha 2001): clusters of directions, with mean directions as centres. Seeds by
 * k-means++ (Arthur and Vassilvitskii 2007) on 1 - cosine.
 */
import type { Random } from './random.js';

const ROUNDS = 20;

/** `clusters` centres of length 1, row after row, from unit rows of `dims` numbers; at most as many as there are rows. */
export function sphericalKMeans(
  rows: Float64Array,
  dims: number,
  clusters: number,
  random: Random,
): Float64Array {
  const n = rows.length / dims;
  const centres = seeds(rows, dims, clusters, random);
  let labels: Uint32Array = new Uint32Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    const next = nearest(rows, centres, dims);
    if (round > 0 && next.every((label, i) => label === labels[i])) break;
    labels = next;
    const sums = new Float64Array(clusters * dims);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < dims; j++) sums[labels[i] * dims + j] += rows[i * dims + j];
    }
    for (let c = 0; c < clusters; c++) {
      let square = 0;
      for (let j = 0; j < dims; j++) square += sums[c * dims + j] ** 2;
      // An empty cluster keeps its centre.
      if (square === 0) continue;
      for (let j = 0; j < dims; j++) centres[c * dims + j] = sums[c * dims + j] / Math.sqrt(square);
    }
  }
  return centres;
}

/** [i] = the centre with the largest cosine; the first of equals. */
export function nearest(rows: Float64Array, centres: Float64Array, dims: number): Uint32Array {
  const labels = new Uint32Array(rows.length / dims);
  for (let i = 0; i < labels.length; i++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let c = 0; c * dims < centres.length; c++) {
      const cosine = product(rows, i * dims, centres, c * dims, dims);
      if (cosine > best) {
        best = cosine;
        labels[i] = c;
      }
    }
  }
  return labels;
}

function seeds(rows: Float64Array, dims: number, clusters: number, random: Random): Float64Array {
  const n = rows.length / dims;
  const centres = new Float64Array(clusters * dims);
  const far = new Float64Array(n).fill(1);
  for (let c = 0; c < clusters; c++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += far[i];
    let left = random.uniform() * total;
    let drawn = random.below(n);
    for (let i = 0; i < n && total > 0; i++) {
      if (far[i] <= 0) continue;
      drawn = i;
      left -= far[i];
      if (left < 0) break;
    }
    centres.set(rows.subarray(drawn * dims, (drawn + 1) * dims), c * dims);
    for (let i = 0; i < n; i++) {
      const distance = Math.max(0, 1 - product(rows, i * dims, centres, c * dims, dims));
      far[i] = c === 0 ? distance : Math.min(far[i], distance);
    }
  }
  return centres;
}

function product(a: Float64Array, atA: number, b: Float64Array, atB: number, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) sum += a[atA + j] * b[atB + j];
  return sum;
}
