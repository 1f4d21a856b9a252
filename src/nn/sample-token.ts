/**
 * Draws a token from logits: those of tokens that the text has already are lowered (Keskar et al. 2019, section 4.1), then
 * all are softened or sharpened by a temperature, then cut to the `topK` most probable (Fan, Lewis and Dauphin 2018), then
 * to the fewest that have `topP` of the mass (Holtzman et al. 2020), in this order.
 */
import type { Random } from '../stats/random.js';

export interface Sampling {
  /** Divides the logits; 0 takes the most probable. @default 1 */
  temperature?: number;
  /** @default all */
  topK?: number;
  /** In (0, 1]. @default 1 */
  topP?: number;
  /** Tokens that are not drawn, whatever their logits. @default none */
  never?: readonly number[];
  /** Above 1 a text repeats itself less; CTRL's authors take 1.2. @default 1 */
  repetitionPenalty?: number;
}

const NONE: readonly number[] = [];

/** Of equal logits the token with the lower number comes first. `written` is the text so far, prompt and all. */
export function sampleToken(
  given: Float32Array,
  random: Random,
  sampling: Sampling = {},
  written: Iterable<number> = NONE,
): number {
  const { temperature = 1, repetitionPenalty = 1, never = NONE } = sampling;
  const allowed = never.length === 0 ? given : without(given, never, Number.NEGATIVE_INFINITY);
  const logits = repetitionPenalty === 1 ? allowed : penalised(allowed, repetitionPenalty, written);
  const best = mostProbable(logits);
  if (temperature === 0) return best;
  const weights = Float32Array.from(logits, (logit) => Math.exp((logit - logits[best]) / temperature));
  return drawToken(weights, random, sampling);
}

/** The same from weights, which are in proportion to the probabilities at the temperature. */
export function drawToken(weights: Float32Array, random: Random, sampling: Sampling = {}): number {
  const { topK = weights.length, topP = 1, never = NONE } = sampling;
  const allowed = never.length === 0 ? weights : without(weights, never, 0);
  const kept = topK < weights.length || topP < 1 ? cut(allowed, topK, topP) : allowed;
  let mass = 0;
  for (let token = 0; token < kept.length; token++) mass += kept[token];
  let left = random.uniform() * mass;
  for (let token = 0; token < kept.length; token++) {
    left -= kept[token];
    if (left < 0) return token;
  }
  return mostProbable(kept);
}

/** Of equal ones the first. */
export function mostProbable(scores: Float32Array): number {
  let best = 0;
  for (let token = 1; token < scores.length; token++) if (scores[token] > scores[best]) best = token;
  return best;
}

function without(scores: Float32Array, never: readonly number[], least: number): Float32Array {
  const left = scores.slice();
  for (const token of never) left[token] = least;
  return left;
}

/**
 * The logits with those of written tokens lowered once, however often they were written: divided by the penalty where
 * they are positive. The paper divides all, which would raise negative ones; these are multiplied, as in Hugging Face's
 * transformers.
 */
function penalised(logits: Float32Array, penalty: number, written: Iterable<number>): Float32Array {
  const lowered = logits.slice();
  for (const token of written) {
    lowered[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
  }
  return lowered;
}

/** 0 for what is not among the most probable. */
function cut(weights: Float32Array, topK: number, topP: number): Float32Array {
  const rising = weights.slice().sort();
  const first = Math.max(0, rising.length - topK);
  let mass = 0;
  for (let i = first; i < rising.length; i++) mass += rising[i];
  let from = rising.length - 1;
  for (let sum = rising[from]; from > first && sum < topP * mass; sum += rising[from]) from--;
  const least = rising[from];
  // Of those that weigh as little as the least, as many as there is room for.
  let room = rising.lastIndexOf(least) + 1 - from;
  return weights.map((weight) => (weight > least || (weight === least && room-- > 0) ? weight : 0));
}
