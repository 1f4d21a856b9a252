/**
 * Likeness of texts between document groups: for each fold of the text space, the sums of a Gaussian kernel over all
 * pairs of texts of two groups. Every division of the groups into sides (replicates, deals of a permutation test,
 * groups left out in turn) takes a few sums of these and none of the pairs again.
 *
 * The kernel's width is the median distance between texts that the space was learnt from (Gretton et al. 2012, sec. 8).
 */
import { newRandom } from '../stats/random.js';
import { POOLED, type Pool } from './pool.js';
import { textFeature } from './text-feature.js';
import { type Fold, textSpace } from './text-space.js';

export interface KernelSums {
  embedder: string;
  folds: {
    /** [g] = texts of group g. */
    texts: Float64Array;
    /** [64 g + h] = sum of the kernel over pairs of a text of g and another text of h; symmetric. */
    sums: Float64Array;
  }[];
}

const PAIRS = 4000;
const SEED = 0x3ed1a;

export function kernelSums(pool: Pool): KernelSums | { insufficient: string } {
  return textFeature(pool, 'kernel-sums', () => {
    const space = textSpace(pool);
    if ('insufficient' in space) return space;
    return { embedder: space.embedder, folds: space.folds.map(sumsOf) };
  });
}

function sumsOf({ points, group, dims, learnt }: Fold) {
  const n = group.length;
  const texts = new Float64Array(POOLED);
  for (const g of group) texts[g]++;
  const sums = new Float64Array(POOLED * POOLED);
  const width = medianSquare(learnt.points, dims);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const k = Math.exp(-squareBetween(points, a * dims, b * dims, dims) / width);
      sums[group[a] * POOLED + group[b]] += k;
      sums[group[b] * POOLED + group[a]] += k;
    }
  }
  return { texts, sums };
}

function medianSquare(points: Float64Array, dims: number): number {
  const n = points.length / dims;
  const random = newRandom(SEED);
  const squares = new Float64Array(PAIRS);
  for (let i = 0; i < PAIRS; i++) {
    const a = random.below(n);
    const b = (a + 1 + random.below(n - 1)) % n;
    squares[i] = squareBetween(points, a * dims, b * dims, dims);
  }
  return squares.sort()[PAIRS / 2] || 1;
}

function squareBetween(points: Float64Array, a: number, b: number, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) {
    const d = points[a + j] - points[b + j];
    sum += d * d;
  }
  return sum;
}
