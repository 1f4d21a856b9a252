/** Classes: every image has that of most of its nearest labelled images, which are not among those compared. */
import type { Labels } from '../images/index.js';
import { NEIGHBOURS } from '../images/manifold.js';
import type { Nearest } from '../images/nearest.js';
import type { Deals } from '../table/deals.js';
import { newSeries, type Series } from '../table/series.js';

/** [image] = place among the names. The nearer one decides between classes of equally many. */
export function classesOf({ length, places }: Nearest, codes: Uint16Array, classes: number): Int32Array {
  const votes = new Float64Array(classes);
  const given = new Int32Array(places.length / length);
  for (let i = 0; i < given.length; i++) {
    votes.fill(0);
    let best = codes[places[i * length]];
    for (let k = 0; k < Math.min(NEIGHBOURS, length); k++) votes[codes[places[i * length + k]]]++;
    for (let k = 0; k < Math.min(NEIGHBOURS, length); k++) {
      const code = codes[places[i * length + k]];
      if (votes[code] > votes[best]) best = code;
    }
    given[i] = best;
  }
  return given;
}

export interface ClassSeries {
  effective: Series;
  /** [class] = its share, half an image added. */
  shares: Series[];
  /** [class] = images of corpus and reference in the real deal. */
  counts: [number, number][];
}

export function classSeries(given: Int32Array, { names }: Labels, deals: Deals): ClassSeries {
  const effective = newSeries(deals);
  const shares = names.map(() => newSeries(deals));
  let counts: [number, number][] = [];
  deals.all.forEach((deal, d) => {
    const sides = names.map(() => [0, 0, 0]);
    const sizes = [0, 0, 0];
    for (let i = 0; i < deal.length; i++) {
      sides[given[i]][deal[i]]++;
      sizes[deal[i]]++;
    }
    if (d === 0) counts = sides.map(([c, k]) => [c, k]);
    const entropy = [0, 0];
    sides.forEach((each, name) => {
      for (const side of [0, 1]) {
        const share = each[side] / sizes[side];
        if (share > 0) entropy[side] -= share * Math.log(share);
      }
      shares[name].value[d] = (each[0] + 0.5) / (sizes[0] + 0.5);
      shares[name].reference[d] = (each[1] + 0.5) / (sizes[1] + 0.5);
    });
    effective.value[d] = Math.exp(entropy[0]);
    effective.reference[d] = Math.exp(entropy[1]);
  });
  return { effective, shares, counts };
}
