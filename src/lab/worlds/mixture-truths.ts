/** The mixtures that the world `mixture` takes for real, all in the plane and of equal weights. */
import type { Mixture } from '../learners/mixture.js';

export const CENTRES = ['one', 'two', 'grid25'] as const;

/**
 * `one`: the standard normal of the code that Shumailov et al. (2024) released (make_blobs with a single centre). `two`:
 * the "two artificial Gaussians" of their text, which gives no numbers; ours stand four deviations apart. `grid25`: the
 * 5 x 5 grid of narrow normals on which Alemohammad et al. (2023) and many before them try generators.
 */
const LAYOUTS: Record<(typeof CENTRES)[number], { centres: number[][]; sd: number }> = {
  one: { centres: [[0, 0]], sd: 1 },
  two: {
    centres: [
      [-2, 0],
      [2, 0],
    ],
    sd: 1,
  },
  grid25: {
    centres: Array.from({ length: 25 }, (_, k) => [2 * (k % 5) - 4, 2 * Math.floor(k / 5) - 4]),
    sd: 0.1,
  },
};

export interface Truth extends Mixture {
  /** Of every mode, in each direction. */
  sd: number;
}

export function truthOf(name: (typeof CENTRES)[number]): Truth {
  const { centres, sd } = LAYOUTS[name];
  const n = centres.length;
  return {
    dims: 2,
    sd,
    weights: new Float64Array(n).fill(1 / n),
    means: Float64Array.from(centres.flat()),
    covariances: Float64Array.from({ length: 4 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? sd * sd : 0)),
  };
}
