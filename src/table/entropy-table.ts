import { digamma } from '../stats/digamma.js';

/**
 * The part that a category with k of m rows has in the entropy (nats) of b rows drawn from the same source: the estimator
 * of Chao, Wang and Jost (2013, eq. 4, first term), which is unbiased for sum over j below b of (1/j) E[p (1-p)^j]. Taken
 * at the same b on both sides, two samples of one source have the same mean whatever their sizes. With b = m it is
 * (k/m) (digamma(m) - digamma(k)).
 */
export function entropyTable(m: number, b: number): (k: number) => number {
  const known = new Map<number, number>();
  return (k) => {
    let h = known.get(k);
    if (h === undefined) {
      h = b >= m ? (k / m) * (digamma(m) - digamma(k)) : part(k, m, b);
      known.set(k, h);
    }
    return h;
  };
}

function part(k: number, m: number, b: number): number {
  let sum = 0;
  let share = 1;
  for (let j = 1; j < b && share > 1e-14; j++) {
    share *= (m - k - j + 1) / (m - j);
    sum += share / j;
  }
  return (k / m) * sum;
}
