/**
 * Precision and recall by nearest neighbours (Kynkäänniemi et al. 2019), as Alemohammad et al. (2023) measure them: a
 * set of points stands for the union of the balls about each of them that reach to its k-th neighbour. Precision is the
 * share of written points inside the real set's balls, recall the share of real points inside the written set's.
 */
import type { Points } from './points.js';

/** k, of both papers' later experiments. */
const NEIGHBOURS = 5;

/** NaN where a set has no more than five points. Time goes with the product of the two sizes. */
export function precisionAndRecall(real: Points, written: Points): { precision: number; recall: number } {
  return { precision: inside(written, real), recall: inside(real, written) };
}

/** Share of `points` that lie in a ball of `set`. */
function inside(points: Points, set: Points): number {
  const { dims } = set;
  const n = set.values.length / dims;
  if (n <= NEIGHBOURS) return Number.NaN;
  const radii = radiiOf(set);
  const m = points.values.length / dims;
  let count = 0;
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < n; p++) {
      if (square(points, i, set, p) > radii[p]) continue;
      count++;
      break;
    }
  }
  return count / m;
}

/** [i] = squared distance of point i to its k-th neighbour, itself not counted. */
function radiiOf(set: Points): Float64Array {
  const n = set.values.length / set.dims;
  const nearest = new Float64Array(NEIGHBOURS);
  return Float64Array.from({ length: n }, (_, i) => {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let p = 0; p < n; p++) {
      const distance = square(set, i, set, p);
      if (p === i || distance >= nearest[NEIGHBOURS - 1]) continue;
      let at = NEIGHBOURS - 1;
      for (; at > 0 && nearest[at - 1] > distance; at--) nearest[at] = nearest[at - 1];
      nearest[at] = distance;
    }
    return nearest[NEIGHBOURS - 1];
  });
}

function square(a: Points, i: number, b: Points, p: number): number {
  const { dims } = a;
  let sum = 0;
  for (let j = 0; j < dims; j++) {
    const off = a.values[i * dims + j] - b.values[p * dims + j];
    sum += off * off;
  }
  return sum;
}
