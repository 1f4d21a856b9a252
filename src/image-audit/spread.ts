/** How widely images vary, over all deals. */
import type { PointSet } from '../images/manifold.js';
import { gram } from '../stats/gram.js';
import { cholesky } from '../stats/symmetric.js';
import type { Deal, Deals } from '../table/deals.js';
import { newSeries, type Series } from '../table/series.js';

/** The sum over pixels of the variance over images. */
export function pixelVariance(pixels: Uint8Array, each: number, deals: Deals): Series {
  const series = newSeries(deals);
  const count = pixels.length / each;
  const squares = new Float64Array(count);
  for (let at = 0; at < pixels.length; at++) squares[Math.floor(at / each)] += pixels[at] ** 2;
  const sums = [0, 1].map(() => new Float64Array(each));
  deals.all.forEach((deal, d) => {
    for (const side of sums) side.fill(0);
    const total = [0, 0];
    const n = [0, 0];
    for (let i = 0; i < count; i++) {
      if (deal[i] > 1) continue;
      n[deal[i]]++;
      total[deal[i]] += squares[i];
      const sum = sums[deal[i]];
      const from = i * each;
      for (let j = 0; j < each; j++) sum[j] += pixels[from + j];
    }
    const [value, reference] = sums.map((sum, side) => {
      let square = 0;
      for (let j = 0; j < each; j++) square += sum[j] * sum[j];
      return (total[side] - square / n[side]) / (n[side] - 1);
    });
    series.value[d] = value;
    series.reference[d] = reference;
  });
  return series;
}

/** The root of the determinant of the covariance: the geometric mean of the variances along its axes. */
export function featureSpread(points: PointSet, deals: Deals): Series {
  const series = newSeries(deals);
  deals.all.forEach((deal, d) => {
    series.value[d] = volume(points, deal, 0);
    series.reference[d] = volume(points, deal, 1);
  });
  return series;
}

function volume({ dims, values }: PointSet, deal: Deal, side: number): number {
  const mean = new Float64Array(dims);
  let n = 0;
  for (let i = 0; i < deal.length; i++) {
    if (deal[i] !== side) continue;
    n++;
    for (let j = 0; j < dims; j++) mean[j] += values[i * dims + j];
  }
  const rows = new Float64Array(n * dims);
  for (let i = 0, at = 0; i < deal.length; i++) {
    if (deal[i] !== side) continue;
    for (let j = 0; j < dims; j++) rows[at++] = values[i * dims + j] - mean[j] / n;
  }
  const root = cholesky(gram(rows, n, dims), dims);
  let log = 0;
  for (let j = 0; j < dims; j++) log += 2 * Math.log(root[j * dims + j]);
  return Math.exp(log / dims) / (n - 1);
}
