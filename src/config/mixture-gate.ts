/**
 * The gate `mix/human-share`: the least share of human tokens in any shard of a mixture, as its signed statement has it.
 * A statement that nobody can vouch for is none, so the gate is then inconclusive.
 */
import type { GateResult } from '../audit/result.js';
import { type GateRule, MIXTURE_GATE } from './config.js';

/** What is known of a corpus as a mixture: figures, or why there are none. */
export type MixtureShare = { lowestShard: number; floor: number; confidence: number } | { unknown: string };

export function judgeMixture(rule: GateRule, mixture: MixtureShare | undefined): GateResult {
  const id = MIXTURE_GATE;
  const level = rule.level === 'error' ? 'error' : 'warn';
  if (mixture === undefined || 'unknown' in mixture) {
    const why = mixture?.unknown ?? 'the corpus is no mixture that gen0 wrote';
    return { id, level, status: 'inconclusive', message: `cannot be judged: ${why}` };
  }
  const { lowestShard, floor } = mixture;
  const least = rule.min ?? floor;
  const broken = lowestShard < least - 1e-9;
  // Rounded down: 0.29996 is not 0.3.
  const shown = Math.floor(lowestShard * 1e4) / 1e4;
  const message = `${shown} human in the lowest shard; the least is ${Number(least.toFixed(4))}`;
  return { id, level, status: broken ? 'broken' : 'passed', message };
}
