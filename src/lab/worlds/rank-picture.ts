import type { Picture } from '../world.js';

/** Shares of what there is any of, the largest first. */
export function rankPicture(counts: ArrayLike<number>): Picture {
  const sorted = Float64Array.from(counts)
    .filter((count) => count > 0)
    .sort()
    .reverse();
  const total = sorted.reduce((a, b) => a + b, 0);
  const y = Array.from(sorted, (count) => count / total);
  return { form: 'ranks', x: y.map((_, i) => i + 1), y };
}
