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
  const { repetitionPenalty = 1 } = sampling;
  const logits = repetitionPenalty === 1 ? given : penalised(given, repetitionPenalty, written);
  const { temperature = 1, topK = logits.length, topP = 1 } = sampling;
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token] > logits[best]) best = token;
  if (temperature === 0) return best;
  const weights = new Float64Array(logits.length);
  let mass = 0;
  for (let token = 0; token < logits.length; token++) {
    weights[token] = Math.exp((logits[token] - logits[best]) / temperature);
    mass += weights[token];
  }
  if (topK < logits.length || topP < 1) mass = cut(weights, topK, topP);
  let left = random.uniform() * mass;
  for (let token = 0; token < weights.length; token++) {
    left -= weights[token];
    if (left < 0) return token;
  }
  return best;
}

/**
 * The logits with those of written tokens lowered once, however often they were written: divided by the penalty where
 * they are positive. The paper divides all, which would raise negative ones; these are multiplied, as in Hugging Face's transformers.
 */
function penalised(logits: Float32Array, penalty: number, written: Iterable<number>): Float32Array {
  const lowered = logits.slice();
  for (const token of written) {
    lowered[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
  }
  return lowered;
}

/** Sets to 0 what is not among the most probable, and gives the mass of the rest. */
function cut(weights: Float64Array, topK: number, topP: number): number {
  const byWeight = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  const first = byWeight.slice(0, topK);
  const kept = topP < 1 ? first.slice(0, fewest(weights, first, topP)) : first;
  for (const token of byWeight.slice(kept.length)) weights[token] = 0;
  return sumOf(weights, kept);
}

/** How many of the tokens, from the first, have the share `topP` of their mass. */
function fewest(weights: Float64Array, tokens: readonly number[], topP: number): number {
  const most = topP * sumOf(weights, tokens);
  let mass = 0;
  for (const [i, token] of tokens.entries()) {
    mass += weights[token];
    if (mass >= most) return i + 1;
  }
  return tokens.length;
}

function sumOf(weights: Float64Array, tokens: readonly number[]): number {
  let sum = 0;
  for (const token of tokens) sum += weights[token];
  return sum;
}
