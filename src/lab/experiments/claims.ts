/**
 * Claims are judged by the difference between arm and control in runs of the same seed, so that what the seed decides
 * for both cancels. A claim that fails is said to have failed.
 */
import { tQuantile } from '../../stats/student-t.js';
import { summary } from './aggregate.js';
import type { Claim } from './experiment.js';
import type { ClaimResult } from './result.js';

/** `arm` and `control`: the metric's figure of each seed, in the same order. Pairs with a missing one are left out. */
export function judgeClaim(claim: Claim, arm: readonly number[], control: readonly number[]): ClaimResult {
  const differences = arm.map((x, i) => x - control[i]).filter((x) => Number.isFinite(x));
  const { n, mean, se } = summary(differences);
  if (n < 2) {
    return { ...claim, difference: n === 1 ? mean : null, ci: null, n, outcome: 'cannot say' };
  }
  const reach = tQuantile(0.95, n - 1) * se;
  const ci: [number, number] = [mean - reach, mean + reach];
  const [low, high] = claim.direction === 'higher' ? ci : [-ci[1], -ci[0]];
  const outcome = low > claim.least ? 'holds' : high <= claim.least ? 'failed' : 'cannot say';
  return { ...claim, difference: mean, ci, n, outcome };
}
