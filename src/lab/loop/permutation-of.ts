import type { Random } from '../../stats/random.js';

/** The numbers 0 … n - 1 in random order (Fisher and Yates). */
export function permutationOf(n: number, random: Random): Uint32Array {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const other = order[j];
    order[j] = order[i];
    order[i] = other;
  }
  return order;
}
