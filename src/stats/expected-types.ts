import { lgamma } from './lgamma.js';

/**
 * Kinds that m of n items are expected to show, drawn without replacement: sample-based rarefaction (Colwell et al.
 * 2012, eq. 17), exact. `spectrum[d]` = kinds that d of the n items hold; 1 <= m <= n.
 */
export function expectedTypes(spectrum: ArrayLike<number>, n: number, m: number): number {
  const all = lgamma(n + 1) - lgamma(n - m + 1);
  let sum = 0;
  for (let d = 1; d < spectrum.length; d++) {
    if (spectrum[d] === 0) continue;
    // The chance that none of the m is among the d.
    const none = n - d < m ? 0 : Math.exp(lgamma(n - d + 1) - lgamma(n - d - m + 1) - all);
    sum += spectrum[d] * (1 - none);
  }
  return sum;
}
