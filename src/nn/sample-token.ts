/**
 * Draws a token from logits: softened or sharpened by a temperature, then cut to the `topK` most probable (Fan, Lewis and
 * Dauphin 2018), then to the fewest that have `topP` of the mass (Holtzman et al. 2020), in this order.
 */
import type { Random } from '../stats/random.js';

export interface Sampling {
  /** Divides the logits; 0 takes the most probable. @default 1 */
  temperature?: number;
  /** @default all */
  topK?: number;
  /** In (0, 1]. @default 1 */
  topP?: number;
}

/** Of equal logits the token with the lower number comes first. */
export function sampleToken(logits: Float32Array, random: Random, sampling: Sampling = {}): number {
  const { temperature = 1, topK = logits.length, topP = 1 } = sampling;
  const highest = logits.reduce((best, value) => (value > best ? value : best), -Infinity);
  if (temperature === 0) return logits.indexOf(highest);
  const weights = Float64Array.from(logits, (value) => Math.exp((value - highest) / temperature));
  let kept = Array.from(weights, (_, token) => token);
  if (topK < logits.length || topP < 1) {
    kept.sort((a, b) => weights[b] - weights[a] || a - b);
    kept = kept.slice(0, topK);
    if (topP < 1) kept = kept.slice(0, fewest(weights, kept, topP));
  }
  let left = random.uniform() * sumOf(weights, kept);
  for (const token of kept) {
    left -= weights[token];
    if (left < 0) return token;
  }
  return kept[kept.length - 1];
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
