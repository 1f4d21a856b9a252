/**
 * Recall and precision over all deals. In each deal the reference is cut in halves eight times: `a` is looked for among
 * as many images of the corpus and among the other half `b`, so that value and reference are of equal sizes and the
 * figure of a fresh sample is 1, whatever the sizes do to recall itself.
 *
 * One list of neighbours for each image of the pool serves all cuts: its ball ends at the fifth of its own part, and
 * whoever comes before in the list lies inside.
 */
import { NEIGHBOURS } from '../images/manifold.js';
import type { Nearest } from '../images/nearest.js';
import { newRandom, type Random } from '../stats/random.js';
import type { Deals } from '../table/deals.js';
import { newSeries, type Series } from '../table/series.js';

/** Neighbours in a list: a quarter of a deal of halves has five in it but for one image in some thousands. */
export const LISTED = 128;

const CUTS = 8;
const [A, B, C, NONE] = [0, 1, 2, 3];
const [BY_B, BY_C, IN_A] = [1, 2, 4];

export interface Coverage {
  recall: Series;
  precision: Series;
  /** Recall over precision: below 1, more is lost than gained. */
  balance: Series;
}

export function coverageOf(near: Nearest, deals: Deals, seed: number): Coverage {
  const recall = newSeries(deals);
  const precision = newSeries(deals);
  const balance = newSeries(deals);
  const count = deals.all[0].length;
  const part = new Uint8Array(count);
  const marks = new Uint8Array(count);
  deals.all.forEach((deal, d) => {
    const sides = [0, 1].map((side) => placesOf(deal, side));
    const size = Math.min(sides[0].length, sides[1].length >> 1);
    const random = newRandom(seed, 3, d);
    for (let cut = 0; cut < CUTS; cut++) {
      part.fill(NONE);
      draw(sides[1], 2 * size, random);
      draw(sides[0], size, random);
      for (let i = 0; i < size; i++) {
        part[sides[1][i]] = A;
        part[sides[1][size + i]] = B;
        part[sides[0][i]] = C;
      }
      mark(near, part, marks);
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < count; i++) {
        if (marks[i] & BY_C) counts[0]++;
        if (marks[i] & BY_B) counts[1]++;
        if (marks[i] & IN_A) counts[part[i] === C ? 2 : 3]++;
      }
      const [byCorpus, byReference, corpusIn, referenceIn] = counts.map((each) => each / size / CUTS);
      recall.value[d] += byCorpus;
      recall.reference[d] += byReference;
      precision.value[d] += corpusIn;
      precision.reference[d] += referenceIn;
    }
    balance.value[d] = recall.value[d] * precision.reference[d];
    balance.reference[d] = recall.reference[d] * precision.value[d];
  });
  return { recall, precision, balance };
}

function placesOf(deal: Uint8Array, side: number): Uint32Array {
  const places: number[] = [];
  for (let i = 0; i < deal.length; i++) if (deal[i] === side) places.push(i);
  return Uint32Array.from(places);
}

/** Brings `count` of the places, each set of them equally likely, to the front in random order. */
function draw(places: Uint32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(places.length - i);
    const other = places[j];
    places[j] = places[i];
    places[i] = other;
  }
}

function mark({ length, places }: Nearest, part: Uint8Array, marks: Uint8Array): void {
  marks.fill(0);
  for (let i = 0; i < part.length; i++) {
    const own = part[i];
    if (own === NONE) continue;
    const from = i * length;
    let found = 0;
    for (let k = from; k < from + length; k++) {
      const j = places[k];
      const other = part[j];
      if (other === own) {
        if (++found === NEIGHBOURS) break;
      } else if (own === A) {
        if (other !== NONE) marks[j] |= IN_A;
      } else if (other === A) {
        marks[j] |= own === B ? BY_B : BY_C;
      }
    }
  }
}
