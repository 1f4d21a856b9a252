import { permutation, rng } from '../stats/rng.js';
import { POOLED } from './pool.js';

/**
 * Balanced draws of `size` of the given groups, as memberships ([g] = 1): windows on circles of the groups in random
 * order, so that every group stands in (nearly) the same number of draws and averages over them carry hardly any
 * first-order noise. Two draws of half the groups are complementary.
 */
export function balancedDraws(
  groups: readonly number[],
  size: number,
  draws: number,
  seed: number,
): Uint8Array[] {
  const G = groups.length;
  if (Number.isNaN(size)) throw new Error(`balancedDraws: ${size} of ${G} groups`);
  const random = rng(seed);
  const perCircle = Math.max(2, Math.ceil(G / size));
  const drawn: Uint8Array[] = [];
  while (drawn.length < draws) {
    const order = permutation(G, random);
    for (let w = 0; w < perCircle && drawn.length < draws; w++) {
      const first = Math.floor((w * G) / perCircle);
      const member = new Uint8Array(POOLED);
      for (let i = 0; i < size; i++) member[groups[order[(first + i) % G]]] = 1;
      drawn.push(member);
    }
  }
  return drawn;
}

/** A sum over the groups of a membership. */
export function within(member: Uint8Array, column: Float64Array): number {
  let sum = 0;
  for (let g = 0; g < POOLED; g++) if (member[g]) sum += column[g];
  return sum;
}
