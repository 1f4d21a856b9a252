/** Which steps of regimes a world can serve, by what its setup brings. */

import type { Bias, Setup } from '../world.js';
import { STEPS, type StepName } from './regime.js';

/** What each step needs of a world; the others need nothing. */
export function cannotServe(setup: Setup<unknown, unknown>): StepName[] {
  const bends = (part: keyof Bias) => setup.bends?.includes(part) ?? false;
  const has: Partial<Record<StepName, boolean>> = {
    weighted: setup.weighs ?? false,
    verify: setup.good !== undefined,
    detect: setup.traits !== undefined,
    noise: setup.noise !== undefined,
    target: setup.rare !== undefined,
    lambda: bends('lambda'),
    temperature: bends('temperature'),
    keep: bends('keep'),
  };
  return (Object.keys(STEPS) as StepName[]).filter((name) => has[name] === false);
}
