/** Runs the lab's own loop with a mixture, and counts the rare types that each generation's model writes. */
import { type LoopOptions, runLoop } from '../lab/loop/loop.js';
import { parseRegime } from '../lab/loop/regime.js';
import type { Documents } from '../lab/text/documents.js';
import type { Setup } from '../lab/world.js';
import type { NgramModel } from '../lm/ngram.js';
import { type Feeding, regimeOf } from './feeding.js';
import { type RareTypes, shareAlive } from './rare-types.js';

/** [g] = share of the rare types in what generation g writes, from 0 (human text) on; NaN where `every` skips it. */
export async function simulateFeeding(
  setup: Setup<Documents, NgramModel>,
  feeding: Feeding,
  rare: RareTypes,
  options: Pick<LoopOptions<Documents, NgramModel>, 'seed' | 'every'>,
): Promise<number[]> {
  const alive: number[] = new Array(feeding.generations + 1).fill(Number.NaN);
  const plan = {
    samples: feeding.documents,
    initial: setup.supply,
    growth: 0,
    generations: feeding.generations,
    regime: parseRegime(regimeOf(feeding)),
  };
  // Nothing else is measured, for it would take longer than the loop; without `supply` generations may be larger than the first.
  await runLoop({ ...setup, probe: () => ({}), lost: undefined, supply: undefined }, plan, {
    ...options,
    onGeneration(generation) {
      if (generation) alive[generation.generation] = shareAlive(rare, generation.sample);
    },
  });
  return alive;
}
