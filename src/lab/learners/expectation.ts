/**
 * The E-step of EM, with what the M-step needs summed in the same pass: for every component the responsibility it takes
 * and the first and second moments of its points about its present mean. Taken about the mean, moments keep their digits
 * however narrow a component has become; and nothing of the size of points times components is ever stored.
 *
 * The plane with two components, the setting of Shumailov et al. (2024), has a pass of its own with everything in local
 * variables; tests hold it and the pass for the plane to the general one.
 */
import { exp } from '../../stats/exp.js';
import { DataError } from '../../util/errors.js';
import type { Points } from '../worlds/points.js';
import type { Mixture } from './mixture.js';

export interface Moments {
  /** Mean log density of the points. */
  bound: number;
  /** Sum of the points' weights. */
  weight: number;
  /** `stride` numbers a component: responsibility, sums of x - mean, sums of products (lower triangle, row by row). */
  sums: Float64Array;
  stride: number;
}

/**
 * A responsibility below e^-60 of the greatest is taken for none. All of a million such points together are 10^-20 of a
 * point, less than what the M-step adds to every component to keep it from being divided by nothing.
 */
const NOTHING = -60;
/** Logarithms are taken of products, one for many points; a product is closed before it overflows. */
const FULL = 1e150;
/** Beyond this log ratio, the farther of two components has 10^-130 of a point and the sum is the nearer one's. */
const FARTHEST = 300;

/** Throws DataError where a covariance is not positive definite. */
export function expectation(points: Points, mixture: Mixture, weights?: Float64Array): Moments {
  const { dims } = mixture;
  const whitening = whiten(mixture);
  if (dims !== 2 || weights) return general(points, mixture, whitening, weights);
  return mixture.weights.length === 2 ? pair(points, mixture, whitening) : plane(points, mixture, whitening);
}

interface Whitening {
  /** [k]: log of weight and of the density at the mean. */
  peaks: Float64Array;
  /** [k * dims * dims + i * dims + j]: inverse of the covariance's Cholesky root. */
  inverses: Float64Array;
}

function whiten({ dims, weights, covariances }: Mixture): Whitening {
  const size = dims * dims;
  const peaks = new Float64Array(weights.length);
  const inverses = new Float64Array(covariances.length);
  const root = new Float64Array(size);
  for (let k = 0; k < weights.length; k++) {
    let peak = Math.log(weights[k]) - (dims / 2) * Math.log(2 * Math.PI);
    const at = k * size;
    for (let j = 0; j < dims; j++) {
      for (let i = j; i < dims; i++) {
        let x = covariances[at + i * dims + j];
        for (let l = 0; l < j; l++) x -= root[i * dims + l] * root[j * dims + l];
        if (i > j) root[i * dims + j] = x / root[j * dims + j];
        else if (x > 0) root[j * dims + j] = Math.sqrt(x);
        else {
          throw new DataError(
            `mixture: component ${k + 1} of ${weights.length} has no spread in some direction; fit fewer components, or more points that differ`,
          );
        }
      }
      peak -= Math.log(root[j * dims + j]);
    }
    peaks[k] = peak;
    for (let i = 0; i < dims; i++) {
      inverses[at + i * dims + i] = 1 / root[i * dims + i];
      for (let j = 0; j < i; j++) {
        let x = 0;
        for (let l = j; l < i; l++) x -= root[i * dims + l] * inverses[at + l * dims + j];
        inverses[at + i * dims + j] = x / root[i * dims + i];
      }
    }
  }
  return { peaks, inverses };
}

/** Any number of dimensions, weighted points. */
function general(
  { values }: Points,
  { dims, means }: Mixture,
  { peaks, inverses }: Whitening,
  weights?: Float64Array,
): Moments {
  const components = peaks.length;
  const n = values.length / dims;
  const stride = 1 + dims + (dims * (dims + 1)) / 2;
  const sums = new Float64Array(components * stride);
  const logs = new Float64Array(components);
  const off = new Float64Array(components * dims);
  let bound = 0;
  let weight = 0;
  for (let p = 0; p < n; p++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < components; k++) {
      let log = peaks[k];
      for (let i = 0; i < dims; i++) {
        off[k * dims + i] = values[p * dims + i] - means[k * dims + i];
        let y = 0;
        for (let j = 0; j <= i; j++) y += inverses[(k * dims + i) * dims + j] * off[k * dims + j];
        log -= 0.5 * y * y;
      }
      logs[k] = log;
      if (log > most) most = log;
    }
    let total = 0;
    for (let k = 0; k < components; k++) {
      logs[k] = Math.exp(logs[k] - most);
      total += logs[k];
    }
    const own = weights ? weights[p] : 1;
    weight += own;
    bound += own * (most + Math.log(total));
    for (let k = 0; k < components; k++) {
      const share = (own * logs[k]) / total;
      let at = k * stride;
      sums[at++] += share;
      for (let i = 0; i < dims; i++) sums[at++] += share * off[k * dims + i];
      for (let i = 0; i < dims; i++) {
        const row = share * off[k * dims + i];
        for (let j = 0; j <= i; j++) sums[at++] += row * off[k * dims + j];
      }
    }
  }
  return { bound: bound / weight, weight, sums, stride };
}

const STRIDE = 6;

function plane({ values }: Points, { means }: Mixture, { peaks, inverses }: Whitening): Moments {
  const components = peaks.length;
  const sums = new Float64Array(components * STRIDE);
  const logs = new Float64Array(components);
  let bound = 0;
  let product = 1;
  for (let p = 0; p < values.length; p += 2) {
    const x = values[p];
    const y = values[p + 1];
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < components; k++) {
      const dx = x - means[2 * k];
      const u = inverses[4 * k] * dx;
      const v = inverses[4 * k + 2] * dx + inverses[4 * k + 3] * (y - means[2 * k + 1]);
      const log = peaks[k] - 0.5 * (u * u + v * v);
      logs[k] = log;
      if (log > most) most = log;
    }
    let total = 0;
    for (let k = 0; k < components; k++) {
      const under = logs[k] - most;
      const share = under > NOTHING ? exp(under) : 0;
      logs[k] = share;
      total += share;
    }
    bound += most;
    product *= total;
    if (product > FULL) {
      bound += Math.log(product);
      product = 1;
    }
    for (let k = 0; k < components; k++) {
      if (logs[k] === 0) continue;
      const share = logs[k] / total;
      const dx = x - means[2 * k];
      const dy = y - means[2 * k + 1];
      const at = k * STRIDE;
      sums[at] += share;
      sums[at + 1] += share * dx;
      sums[at + 2] += share * dy;
      sums[at + 3] += share * dx * dx;
      sums[at + 4] += share * dx * dy;
      sums[at + 5] += share * dy * dy;
    }
  }
  const weight = values.length / 2;
  return { bound: (bound + Math.log(product)) / weight, weight, sums, stride: STRIDE };
}

function pair({ values }: Points, { means }: Mixture, { peaks, inverses }: Whitening): Moments {
  const n = values.length / 2;
  // Three short loops in place of one: what each holds fits into registers.
  const ratios = new Float64Array(n);
  let bound = logRatios(values, means, peaks, inverses, ratios);
  for (let p = 0; p < n; p++) ratios[p] = exp(ratios[p]);
  let product = 1;
  for (let p = 0; p < n; p++) {
    product *= 1 + ratios[p];
    if (product > FULL) {
      bound += Math.log(product);
      product = 1;
    }
  }
  const sums = new Float64Array(2 * STRIDE);
  sumPair(values, means, ratios, sums);
  return { bound: (bound + Math.log(product)) / n, weight: n, sums, stride: STRIDE };
}

/** Log densities of the second component less those of the first; gives the sum of the first's. */
function logRatios(
  values: Float64Array,
  means: Float64Array,
  peaks: Float64Array,
  inverses: Float64Array,
  into: Float64Array,
): number {
  const ax = means[0];
  const ay = means[1];
  const bx = means[2];
  const by = means[3];
  const a00 = inverses[0];
  const a10 = inverses[2];
  const a11 = inverses[3];
  const b00 = inverses[4];
  const b10 = inverses[6];
  const b11 = inverses[7];
  const peakA = peaks[0];
  const peakB = peaks[1];
  let bound = 0;
  for (let p = 0; p < into.length; p++) {
    const x = values[2 * p];
    const y = values[2 * p + 1];
    const ux = x - ax;
    const vx = x - bx;
    const u0 = a00 * ux;
    const u1 = a10 * ux + a11 * (y - ay);
    const v0 = b00 * vx;
    const v1 = b10 * vx + b11 * (y - by);
    const logA = peakA - 0.5 * (u0 * u0 + u1 * u1);
    const more = peakB - 0.5 * (v0 * v0 + v1 * v1) - logA;
    // No branch: which component is nearer changes from point to point, and a wrong guess costs more than all this.
    bound += logA + Math.max(0, more - FARTHEST);
    into[p] = Math.max(-FARTHEST, Math.min(more, FARTHEST));
  }
  return bound;
}

function sumPair(values: Float64Array, means: Float64Array, ratios: Float64Array, sums: Float64Array): void {
  for (let k = 0; k < 2; k++) {
    const mx = means[2 * k];
    const my = means[2 * k + 1];
    let [s, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
    for (let p = 0; p < ratios.length; p++) {
      const first = 1 / (1 + ratios[p]);
      const share = k === 0 ? first : ratios[p] * first;
      const x = values[2 * p] - mx;
      const y = values[2 * p + 1] - my;
      const wx = share * x;
      const wy = share * y;
      s += share;
      sx += wx;
      sy += wy;
      sxx += wx * x;
      sxy += wx * y;
      syy += wy * y;
    }
    sums.set([s, sx, sy, sxx, sxy, syy], k * STRIDE);
  }
}
