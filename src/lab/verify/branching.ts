/**
 * Chance g_k that one individual has descendants after k generations, when each leaves a Poisson number of mean 1:
 * g_1 = 1 for the first sampling, then g = 1 - exp(-g). About 2 / k (Suresh et al. 2024; Kolmogorov 1938).
 */
export function survival(k: number): number {
  let g = 1;
  for (let i = 1; i < k; i++) g = 1 - Math.exp(-g);
  return g;
}

/** sum of 1 / i^2 for i from 1 to n, which tends to pi^2 / 6. */
export function inverseSquares(n: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / (i * i);
  return sum;
}

/** Product of 1 + sign / (n k^2) for k from 1 to t: what accumulating leaves of a spread, or adds to it. */
export function accumulated(n: number, t: number, sign: 1 | -1): number {
  let product = 1;
  for (let k = 1; k <= t; k++) product *= 1 + sign / (n * k * k);
  return product;
}
