import { incompleteBeta } from './incomplete-beta.js';

/** Two-sided p-value of Student's t with `df` > 0 degrees of freedom: P(|T| >= |t|). */
export function tTwoSided(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The t with P(|T| <= t) = `level`, by bisection; `level` in (0, 1), `df` > 0. */
export function tQuantile(level: number, df: number): number {
  let lo = 0;
  let hi = 2;
  while (tTwoSided(hi, df) > 1 - level) hi *= 2;
  for (let i = 0; i < 100; i++) {
    const mid = (lo + hi) / 2;
    if (tTwoSided(mid, df) > 1 - level) lo = mid;
    else hi = mid;
  }
  return (lo + hi) / 2;
}
