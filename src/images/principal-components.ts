/**
 * The principal components of images as rows of pixels: mean, leading directions and the variance along each, by
 * subspace iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1) and the eigenvectors of what is left.
 *
 * As features they need no download, no training and no engine. `half-whitened` coordinates are divided by the fourth
 * root of their variance: directions then count by the square root of their spread, so that neither the few broad ones
 * nor the many faint ones settle alone which images are near.
 */
import { eigen } from '../stats/eigen.js';
import { gram } from '../stats/gram.js';
import { straighten } from '../stats/principal-space.js';
import type { Random } from '../stats/random.js';
import type { PointSet } from './manifold.js';

export interface Components {
  dims: number;
  mean: Float64Array;
  /** [pixel · dims + component]; orthonormal columns. */
  directions: Float64Array;
  /** Along each component, from the largest down. */
  variances: Float64Array;
}

const ROUNDS = 5;
/** Directions carried beside those that are wanted, which makes the last of these come out right. */
const SPARE = 12;
/** Components with less than this share of the first one's variance are rounding. */
const TINY = 1e-9;

/** `rows` images of `pixels` numbers each; at most `dims` components. */
export function principalComponents(
  images: ArrayLike<number>,
  pixels: number,
  dims: number,
  random: Random,
): Components {
  const rows = images.length / pixels;
  const mean = new Float64Array(pixels);
  for (let i = 0; i < rows; i++) for (let j = 0; j < pixels; j++) mean[j] += images[i * pixels + j] / rows;
  const width = Math.min(dims + SPARE, rows - 1, pixels);
  let basis = new Float64Array(pixels * width);
  random.fillNormal(basis);
  straighten(basis, pixels, width);
  for (let round = 0; round < ROUNDS; round++) {
    basis = combine(images, pixels, mean, along(images, pixels, mean, basis, width), width);
    straighten(basis, pixels, width);
  }
  const spread = gram(along(images, pixels, mean, basis, width), rows, width);
  for (let i = 0; i < spread.length; i++) spread[i] /= Math.max(1, rows - 1);
  const { values, vectors } = eigen(spread, width);
  let kept = 0;
  while (kept < Math.min(dims, width) && values[kept] > TINY * values[0]) kept++;
  const directions = new Float64Array(pixels * kept);
  for (let j = 0; j < pixels; j++) {
    for (let c = 0; c < kept; c++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += basis[j * width + k] * vectors[c][k];
      directions[j * kept + c] = sum;
    }
  }
  return { dims: kept, mean, directions, variances: values.slice(0, kept) };
}

/** Half-whitened coordinates of images. */
export function halfWhitened(
  images: ArrayLike<number>,
  { dims, mean, directions, variances }: Components,
): PointSet & { values: Float64Array } {
  const values = along(images, mean.length, mean, directions, dims);
  for (let i = 0; i < values.length; i++) values[i] /= variances[i % dims] ** 0.25;
  return { dims, values };
}

/** (X - mean) B: rows × width. */
function along(
  images: ArrayLike<number>,
  pixels: number,
  mean: Float64Array,
  basis: Float64Array,
  width: number,
): Float64Array {
  const product = new Float64Array((images.length / pixels) * width);
  const centre = new Float64Array(width);
  for (let j = 0; j < pixels; j++)
    for (let k = 0; k < width; k++) centre[k] += mean[j] * basis[j * width + k];
  for (let row = 0, from = 0; from < images.length; row += width, from += pixels) {
    for (let k = 0; k < width; k++) product[row + k] = -centre[k];
    for (let j = 0; j < pixels; j++) {
      const value = images[from + j];
      // Many pixels of drawings are black.
      if (value === 0) continue;
      const at = j * width;
      for (let k = 0; k < width; k++) product[row + k] += value * basis[at + k];
    }
  }
  return product;
}

/** (X - mean)' Y: pixels × width. */
function combine(
  images: ArrayLike<number>,
  pixels: number,
  mean: Float64Array,
  coordinates: Float64Array,
  width: number,
): Float64Array<ArrayBuffer> {
  const product = new Float64Array(pixels * width);
  const sums = new Float64Array(width);
  for (let row = 0, from = 0; from < images.length; row += width, from += pixels) {
    for (let k = 0; k < width; k++) sums[k] += coordinates[row + k];
    for (let j = 0; j < pixels; j++) {
      const value = images[from + j];
      if (value === 0) continue;
      const at = j * width;
      for (let k = 0; k < width; k++) product[at + k] += value * coordinates[row + k];
    }
  }
  for (let j = 0; j < pixels; j++)
    for (let k = 0; k < width; k++) product[j * width + k] -= mean[j] * sums[k];
  return product;
}
