/** Whole numbers of a Poisson distribution: by products for small means, by transformed rejection for large ones. */
import { lgamma } from './lgamma.js';
import type { Random } from './random.js';

/** `mean` is at least 0; exact at any mean. Hörmann's PTRS (1993) from 10 on. */
export function drawPoisson(mean: number, random: Random): number {
  if (mean < 10) {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = random.uniform(); product > floor; product *= random.uniform()) count++;
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const logMean = Math.log(mean);
  const scale = Math.log(1.1239 + 1.1328 / (b - 3.4));
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = 1 - random.uniform();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    if (Math.log(v) + scale - Math.log(a / (edge * edge) + b) <= k * logMean - mean - lgamma(k + 1)) return k;
  }
}
