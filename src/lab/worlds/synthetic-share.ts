import type { Training } from '../world.js';

/** Share of the training data that no real source gave. */
export function syntheticShare({ human }: Training<unknown>): number {
  let real = 0;
  for (const each of human) real += each;
  return 1 - real / human.length;
}
