import { lgamma } from './lgamma.js';

function logChoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/**
 * P(X <= x) when `draws` of `all` items are drawn without replacement and `marked` of them are marked. Whole
 * numbers with 0 <= marked, draws <= all. The sum runs over the shorter tail.
 */
export function hypergeometricLower(x: number, all: number, marked: number, draws: number): number {
  const least = Math.max(0, draws - (all - marked));
  const most = Math.min(draws, marked);
  if (x < least) return 0;
  if (x >= most) return 1;
  const total = logChoose(all, draws);
  const term = (i: number) => Math.exp(logChoose(marked, i) + logChoose(all - marked, draws - i) - total);
  let sum = 0;
  if (x - least <= most - x) {
    for (let i = least; i <= x; i++) sum += term(i);
    return Math.min(1, sum);
  }
  for (let i = x + 1; i <= most; i++) sum += term(i);
  return Math.max(0, 1 - sum);
}
