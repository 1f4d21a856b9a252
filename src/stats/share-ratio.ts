import { hypergeometricLower } from './hypergeometric.js';

/**
 * 95 % interval of the ratio of two shares of good documents, (1 - a/n) / (1 - b/m) for a of n and b of m bad ones:
 * Wilson's intervals (1927) joined by the method of variance estimates recovery for a ratio (Donner and Zou 2012,
 * eq. 9, on the log scale). It does not shrink to a point when nothing bad was seen.
 */
export function shareRatioInterval(a: number, n: number, b: number, m: number): [number, number] {
  const [lowC, highC] = wilson(1 - a / n, n);
  const [lowR, highR] = wilson(1 - b / m, m);
  const log = (x: number) => Math.log(Math.max(x, 1e-9));
  const c = log(1 - a / n);
  const r = log(1 - b / m);
  const centre = c - r;
  return [
    Math.exp(centre - Math.hypot(c - log(lowC), log(highR) - r)),
    Math.exp(centre + Math.hypot(log(highC) - c, r - log(lowR))),
  ];
}

/** Wilson's 95 % interval of a share of n. */
function wilson(share: number, n: number): [number, number] {
  const z2 = 1.959964 ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt(z2) / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Two-sided p-value that a of n and b of m come from one share: twice Fisher's exact smaller tail. */
export function shareRatioP(a: number, n: number, b: number, m: number): number {
  const lower = hypergeometricLower(a, n + m, a + b, n);
  const upper = 1 - hypergeometricLower(a - 1, n + m, a + b, n);
  return Math.min(1, 2 * Math.min(lower, upper));
}
