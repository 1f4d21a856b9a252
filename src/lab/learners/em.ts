/**
 * Maximum likelihood for mixtures of normals with full covariances, by expectation and maximisation (Dempster, Laird and
 * Rubin 1977), with scikit-learn's rules, so that published runs of its GaussianMixture can be repeated: it stops when the
 * mean log-likelihood of the points moves by less than `tol` between two E-steps, `floor` (reg_covar) is added to every
 * variance, and the start is the moments of k-means clusters, or of random responsibilities. k-means is the default,
 * as there: it is what the released code of Shumailov et al. (2024) starts from. We differ in weighing points where a
 * regime asks for it.
 */
import type { Random } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import type { Points } from '../worlds/points.js';
import { expectation, type Moments } from './expectation.js';
import { kMeans } from './k-means.js';
import type { Mixture } from './mixture.js';

export interface MixtureFit extends Mixture {
  /** E-steps made, each with its M-step. */
  iterations: number;
  /** False where `most` iterations were not enough. */
  converged: boolean;
  /** Mean log density of the points before the last M-step. */
  bound: number;
}

export interface MixtureOptions {
  components: number;
  /** Greatest change of the mean log-likelihood that counts as none; 0 = go on to `most`. */
  tol: number;
  /** Most iterations, at least 1. */
  most: number;
  /** Added to every variance; default 1e-6. */
  floor?: number;
  init?: 'kmeans' | 'random';
  /** Weights of the points. */
  weights?: Float64Array;
  /** Parameters to go on from, in place of `init`. */
  start?: Mixture;
}

/** Throws DataError where there are fewer points than components or a component has no spread. */
export function fitMixture(points: Points, options: MixtureOptions, random: Random): MixtureFit {
  const { components, tol, most, floor = 1e-6, weights, start } = options;
  const n = points.values.length / points.dims;
  if (n < components) {
    throw new DataError(`mixture: ${n} points are too few for ${components} components; give more samples`);
  }
  let mixture = start ?? initial(points, options, floor, random);
  let bound = Number.NEGATIVE_INFINITY;
  for (let iterations = 1; ; iterations++) {
    const moments = expectation(points, mixture, weights);
    mixture = maximised(mixture.means, moments, floor);
    const converged = Math.abs(moments.bound - bound) < tol;
    bound = moments.bound;
    if (converged || iterations >= most) return { ...mixture, iterations, converged, bound };
  }
}

/** scikit-learn's: keeps a component that no point belongs to from being divided by nothing. */
const HAIR = 10 * Number.EPSILON;

/** The M-step; sums are about `means`. */
function maximised(
  means: Float64Array,
  { sums, stride }: Pick<Moments, 'sums' | 'stride'>,
  floor: number,
): Mixture {
  const components = sums.length / stride;
  const dims = means.length / components;
  const next: Mixture = {
    dims,
    weights: new Float64Array(components),
    means: new Float64Array(components * dims),
    covariances: new Float64Array(components * dims * dims),
  };
  let total = 0;
  for (let k = 0; k < components; k++) total += sums[k * stride] + HAIR;
  const move = new Float64Array(dims);
  for (let k = 0; k < components; k++) {
    const from = k * stride;
    const held = sums[from];
    const mass = held + HAIR;
    next.weights[k] = mass / total;
    for (let j = 0; j < dims; j++) {
      const old = means[k * dims + j];
      const mean = (held * old + sums[from + 1 + j]) / mass;
      // Not the difference of the two means, which would lose the digits of a small move.
      move[j] = (sums[from + 1 + j] - HAIR * old) / mass;
      next.means[k * dims + j] = mean;
    }
    let at = from + 1 + dims;
    for (let i = 0; i < dims; i++) {
      for (let j = 0; j <= i; j++) {
        const product =
          sums[at++] - sums[from + 1 + i] * move[j] - sums[from + 1 + j] * move[i] + held * move[i] * move[j];
        const covariance = product / mass + (i === j ? floor : 0);
        next.covariances[(k * dims + i) * dims + j] = covariance;
        next.covariances[(k * dims + j) * dims + i] = covariance;
      }
    }
  }
  return next;
}

/** Moments of clusters, or of responsibilities drawn at random. */
function initial(
  points: Points,
  { components, init = 'kmeans', weights }: MixtureOptions,
  floor: number,
  random: Random,
): Mixture {
  const { dims, values } = points;
  const n = values.length / dims;
  const shares = new Float64Array(n * components);
  if (init === 'kmeans') {
    kMeans(points, components, random, weights).forEach((label, i) => {
      shares[i * components + label] = 1;
    });
  } else {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < components; k++) sum += shares[i * components + k] = random.uniform();
      for (let k = 0; k < components; k++) shares[i * components + k] /= sum;
    }
  }
  const centre = centreOf(points);
  const stride = 1 + dims + (dims * (dims + 1)) / 2;
  const sums = new Float64Array(components * stride);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < components; k++) {
      const share = (weights ? weights[i] : 1) * shares[i * components + k];
      if (share === 0) continue;
      let at = k * stride;
      sums[at++] += share;
      for (let a = 0; a < dims; a++) sums[at++] += share * (values[i * dims + a] - centre[a]);
      for (let a = 0; a < dims; a++) {
        const row = share * (values[i * dims + a] - centre[a]);
        for (let b = 0; b <= a; b++) sums[at++] += row * (values[i * dims + b] - centre[b]);
      }
    }
  }
  const about = Float64Array.from({ length: components * dims }, (_, i) => centre[i % dims]);
  return maximised(about, { sums, stride }, floor);
}

function centreOf({ dims, values }: Points): Float64Array {
  const centre = new Float64Array(dims);
  for (let i = 0; i < values.length; i++) centre[i % dims] += (values[i] * dims) / values.length;
  return centre;
}
