import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A random source: returns an integer drawn uniformly from [0, below). Same seed, same numbers, on every machine. */
export type Rng = (below: number) => number;

/** xoroshiro128+ of the pure-rand package, seeded with a 32-bit integer. */
export function rng(seed: number): Rng {
  const generator = xoroshiro128plus(seed | 0);
  return (below) => uniformInt(generator, 0, below - 1);
}

/** The numbers 0 … n-1 in random order (Fisher and Yates). */
export function permutation(n: number, random: Rng): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
