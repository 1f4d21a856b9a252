/** What an image looks like as three numbers, and how alike their distributions are. */
import type { Deals } from '../table/deals.js';
import { expectFromDeals, newSeries, type Series } from '../table/series.js';

export interface Looks {
  brightness: Float64Array;
  contrast: Float64Array;
  sharpness: Float64Array;
}

export function looksOf(pixels: Uint8Array, width: number, height: number): Looks {
  const each = width * height;
  const count = pixels.length / each;
  const looks: Looks = {
    brightness: new Float64Array(count),
    contrast: new Float64Array(count),
    sharpness: new Float64Array(count),
  };
  const neighbours = (width - 1) * height + width * (height - 1);
  for (let i = 0; i < count; i++) {
    let [sum, squares, steps] = [0, 0, 0];
    for (let p = 0; p < each; p++) {
      const at = i * each + p;
      const value = pixels[at];
      sum += value;
      squares += value * value;
      if ((p + 1) % width !== 0) steps += Math.abs(value - pixels[at + 1]);
      if (p + width < each) steps += Math.abs(value - pixels[at + width]);
    }
    const mean = sum / each;
    looks.brightness[i] = mean;
    looks.contrast[i] = Math.sqrt(Math.max(0, squares / each - mean * mean));
    looks.sharpness[i] = neighbours === 0 ? 0 : steps / neighbours;
  }
  return looks;
}

/** 1 less Kolmogorov and Smirnov's distance, over all deals. */
export function likenessOf(values: Float64Array, deals: Deals): Series {
  const series = newSeries(deals);
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  deals.all.forEach((deal, d) => {
    const sizes = [0, 0, 0];
    for (const side of deal) sizes[side]++;
    const seen = [0, 0, 0];
    let most = 0;
    order.forEach((i, rank) => {
      seen[deal[i]]++;
      if (rank + 1 < order.length && values[order[rank + 1]] === values[i]) return;
      most = Math.max(most, Math.abs(seen[0] / sizes[0] - seen[1] / sizes[1]));
    });
    series.value[d] = 1 - most;
  });
  expectFromDeals(series, deals);
  return series;
}
