/**
 * k-means: the start of EM. Seeds by greedy k-means++ (Arthur and Vassilvitskii 2007: each next seed is the best of
 * 2 + ln k candidates drawn in proportion to their squared distance), then Lloyd's iterations until no label changes or
 * the centres hardly move, as scikit-learn does it with one start. We differ in giving an empty cluster the one point
 * that lies farthest from its own centre without taking that point's weight out of the cluster it leaves.
 */
import type { Random } from '../../stats/random.js';
import type { Points } from '../worlds/points.js';

const MOST = 300;
/** Centres stand still when the sum of their squared moves is below this share of the mean variance. */
const STILL = 1e-4;

/** [i] = cluster of point i, below `clusters`, which is at most the number of points. */
export function kMeans(
  points: Points,
  clusters: number,
  random: Random,
  weights?: Float64Array,
): Uint32Array {
  const { dims, values } = points;
  const n = values.length / dims;
  const centres = seeds(points, clusters, random, weights);
  const labels = new Uint32Array(n);
  const nearest = new Float64Array(n);
  const still = STILL * meanVariance(points);
  const sums = new Float64Array(clusters * dims);
  const mass = new Float64Array(clusters);
  for (let round = 0; round < MOST; round++) {
    const changed = assign(points, centres, labels, nearest);
    if (round > 0 && !changed) break;
    sums.fill(0);
    mass.fill(0);
    for (let i = 0; i < n; i++) {
      const weight = weights ? weights[i] : 1;
      mass[labels[i]] += weight;
      for (let j = 0; j < dims; j++) sums[labels[i] * dims + j] += weight * values[i * dims + j];
    }
    let moved = 0;
    for (let c = 0; c < clusters; c++) {
      const far = mass[c] > 0 ? -1 : farthest(nearest);
      for (let j = 0; j < dims; j++) {
        const to = far < 0 ? sums[c * dims + j] / mass[c] : values[far * dims + j];
        moved += (to - centres[c * dims + j]) ** 2;
        centres[c * dims + j] = to;
      }
    }
    if (moved <= still) {
      assign(points, centres, labels, nearest);
      break;
    }
  }
  return labels;
}

function seeds(
  { dims, values }: Points,
  clusters: number,
  random: Random,
  weights?: Float64Array,
): Float64Array {
  const n = values.length / dims;
  const trials = 2 + Math.floor(Math.log(clusters));
  const weigh = (i: number) => (weights ? weights[i] : 1);
  const centres = new Float64Array(clusters * dims);
  let nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  let potential = 0;
  const drawn = () => {
    let left = random.uniform() * potential;
    let last = random.below(n);
    for (let i = 0; i < n; i++) {
      const share = weigh(i) * nearest[i];
      if (share <= 0) continue;
      last = i;
      left -= share;
      if (left < 0) break;
    }
    return last;
  };
  for (let c = 0; c < clusters; c++) {
    let best = -1;
    let bestPotential = Number.POSITIVE_INFINITY;
    let bestNearest = nearest;
    for (let trial = 0; trial < (c === 0 ? 1 : trials); trial++) {
      const candidate = c === 0 ? random.below(n) : drawn();
      const distances = nearest.slice();
      let sum = 0;
      for (let i = 0; i < n; i++) {
        let square = 0;
        for (let j = 0; j < dims; j++) square += (values[i * dims + j] - values[candidate * dims + j]) ** 2;
        if (square < distances[i]) distances[i] = square;
        sum += weigh(i) * distances[i];
      }
      if (sum >= bestPotential && best >= 0) continue;
      [best, bestPotential, bestNearest] = [candidate, sum, distances];
    }
    [nearest, potential] = [bestNearest, bestPotential];
    for (let j = 0; j < dims; j++) centres[c * dims + j] = values[best * dims + j];
  }
  return centres;
}

/** Labels every point by its nearest centre; true where a label changed. */
function assign(
  { dims, values }: Points,
  centres: Float64Array,
  labels: Uint32Array,
  nearest: Float64Array,
): boolean {
  let changed = false;
  for (let i = 0; i < labels.length; i++) {
    let label = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0, at = 0; at < centres.length; c++) {
      let square = 0;
      for (let j = 0; j < dims; j++, at++) square += (values[i * dims + j] - centres[at]) ** 2;
      if (square >= least) continue;
      least = square;
      label = c;
    }
    if (labels[i] !== label) changed = true;
    labels[i] = label;
    nearest[i] = least;
  }
  return changed;
}

/** Takes the farthest point, so that the next call gives another one. */
function farthest(nearest: Float64Array): number {
  let far = 0;
  for (let i = 1; i < nearest.length; i++) if (nearest[i] > nearest[far]) far = i;
  nearest[far] = -1;
  return far;
}

/** Mean over coordinates. */
function meanVariance({ dims, values }: Points): number {
  const n = values.length / dims;
  let sum = 0;
  for (let j = 0; j < dims; j++) {
    let mean = 0;
    for (let i = j; i < values.length; i += dims) mean += values[i] / n;
    for (let i = j; i < values.length; i += dims) sum += (values[i] - mean) ** 2 / n;
  }
  return sum / dims;
}
