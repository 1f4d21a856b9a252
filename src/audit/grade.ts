/**
 * The grade of one metric by its two bounds. Effect and evidence are both needed: `fail` and `warn` ask for the whole
 * interval beyond the bound, a ratio outside the noise floor, and a p-value that stands after Benjamini-Hochberg over
 * the panel. An interval that reaches from acceptable to failing is `inconclusive`, never `ok`.
 */
import type { Compared } from './compare.js';
import type { Grade } from './result.js';

const ALPHA = 0.05;

export function grade(compared: Compared, q: number | null): { grade: Grade; reason?: string } {
  if (compared.ratio === null || compared.ci === null || compared.noise === null) {
    return { grade: 'inconclusive', reason: compared.reason ?? 'no interval' };
  }
  // Distance from 1 in the bad direction, as a logarithm: the same rule serves all three directions.
  const sign =
    compared.direction === 'high' ? 1 : compared.direction === 'low' ? -1 : Math.sign(compared.ratio - 1);
  const bad = (ratio: number) => sign * Math.log(Math.max(ratio, 1e-9));
  const ends = compared.ci.map(bad);
  const near = Math.min(...ends);
  const far = Math.max(...ends);
  const warn = Math.abs(Math.log(compared.bounds.warn));
  const fail = Math.abs(Math.log(compared.bounds.fail));
  const outside = compared.ratio < compared.noise[0] || compared.ratio > compared.noise[1];
  const evident = outside && q !== null && q <= ALPHA;
  if (near > fail && evident) return { grade: 'fail', reason: `beyond ${compared.bounds.fail}` };
  if (near > warn && evident) return { grade: 'warn', reason: `beyond ${compared.bounds.warn}` };
  // The share of bad documents is counted over the whole corpus: no sample of it could be worse.
  const counted = compared.ratioOf === 'complement' && bad(compared.ratio) <= warn;
  if (far > fail && !counted) {
    return { grade: 'inconclusive', reason: 'the interval reaches from acceptable to failing' };
  }
  return { grade: 'ok' };
}
