/**
 * How the mass of a context is dealt out: to what followed it, and to the next shorter context. With N occurrences of T
 * kinds behind a context, a piece that stands c times among them gets
 *
 *   none          c / N                      and nothing for the shorter context
 *   witten-bell   c / (N + T)                T / (N + T): the more kinds, the more likely a new one (Witten and Bell
 *                                            1991, method C, interpolated)
 *   kneser-ney    (c - D(c)) / N             the rest: interpolated modified Kneser-Ney (Chen and Goodman 1998, section 3)
 *
 * Kneser-Ney estimates D1, D2 and D3+ for each length from how many rows have counts 1 to 4. Where these are too few to
 * give discounts between 0 and the count, we take 0.5, 1 and 1.5, as KenLM does. A context that nothing followed passes
 * on all of its mass.
 */
import type { Followers } from './followers.js';

export const SMOOTHINGS = ['none', 'witten-bell', 'kneser-ney'] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

export interface Shares {
  /** Sum of the shares of a context's rows, up to and with this one. */
  upTo: Float64Array;
  /** What each context leaves to the next shorter one. */
  back: Float64Array;
}

/** [0] = off a count of 1, [1] = of 2, [2] = of 3 and more. */
export type Discounts = [number, number, number];

/** `counts`: of each row. Only Kneser-Ney leaves anything below the length 0: to all pieces alike, known or not. */
export function sharesOf(
  { starts }: Followers,
  counts: Int32Array,
  smoothing: Smoothing,
  length: number,
): Shares {
  const contexts = starts.length - 1;
  const upTo = new Float64Array(counts.length);
  const back = new Float64Array(contexts);
  const discounts = smoothing === 'kneser-ney' ? discountsOf(counts) : ([0, 0, 0] as const);
  for (let c = 0; c < contexts; c++) {
    const kinds = starts[c + 1] - starts[c];
    if (kinds === 0) {
      back[c] = 1;
      continue;
    }
    let sum = 0;
    for (let r = starts[c]; r < starts[c + 1]; r++) sum += counts[r];
    const whole = smoothing === 'witten-bell' && length > 0 ? sum + kinds : sum;
    let kept = 0;
    for (let r = starts[c]; r < starts[c + 1]; r++) {
      kept += counts[r] - discounts[Math.min(counts[r], 3) - 1];
      upTo[r] = kept / whole;
    }
    back[c] = (whole - kept) / whole;
  }
  return { upTo, back };
}

/** Chen and Goodman 1998, equation 17. */
export function discountsOf(counts: Int32Array): Discounts {
  const rows = [0, 0, 0, 0, 0];
  for (const count of counts) if (count <= 4) rows[count]++;
  const y = rows[1] / (rows[1] + 2 * rows[2]);
  const [one, two, three] = [1, 2, 3].map((k) => k - ((k + 1) * y * rows[k + 1]) / rows[k]);
  const fit = one > 0 && one < 1 && two > 0 && two < 2 && three > 0 && three < 3;
  return fit ? [one, two, three] : [0.5, 1, 1.5];
}
