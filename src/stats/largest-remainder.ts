/**
 * Hamilton's method (largest remainder): whole numbers in the given proportions that add up to a whole number exactly.
 * Each gets its share rounded down; what is left goes one by one to the largest remainders, the first where they tie.
 */

/** `weights` are at least 0 and not all 0; `total` is a whole number of 0 … 2^53 - 1. */
export function largestRemainder(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, each) => all + each, 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, each) => all + each, 0);
  const order = weights
    .map((_, i) => i)
    .filter((i) => weights[i] > 0)
    .sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]) || a - b);
  // Rounding of the products can leave one too many or too few.
  for (let i = 0; i < left; i++) whole[order[i % order.length]]++;
  for (let i = left; i < 0; i++) {
    const largest = order.reduce((best, each) => (whole[each] > whole[best] ? each : best), order[0]);
    whole[largest]--;
  }
  return whole;
}
