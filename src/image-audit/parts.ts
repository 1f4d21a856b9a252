/**
 * Which images of the two sides are compared, and on which others of the reference the features are fitted. Copies count
 * once. A quarter of the reference or more, up to a limit, is kept apart: what the components, the sparse regions and
 * the classes are learnt from is never what is measured. Images stand in the order of a hash of their pixels before
 * anything is drawn, so that no result depends on the order of files.
 */
import type { ImageSet } from '../images/index.js';
import { newRandom, type Random } from '../stats/random.js';

/** Images of a side that are compared. */
export const MOST_COMPARED = 5000;
/** Images of the reference that features are fitted on. */
const MOST_FITTED = 2500;
const FITTED_SHARE = 0.25;

export interface Distinct {
  /** One image of each kind, in the order of their hashes. */
  places: Uint32Array;
  /** Order-free digest of all images: 32 hexadecimal digits. */
  digest: string;
}

export interface Parts {
  /** Places in the corpus. */
  corpus: Uint32Array;
  /** Places in the reference: those compared, and those that features are fitted on. */
  reference: Uint32Array;
  fitted: Uint32Array;
}

/** null where nothing would be left to compare. */
export function partsOf(corpus: Distinct, reference: Distinct, seed: number): Parts {
  const random = newRandom(seed, 4);
  const n = corpus.places.length;
  const m = reference.places.length;
  const wanted = Math.max(Math.ceil(FITTED_SHARE * m), m - Math.min(MOST_COMPARED, 2 * n));
  const fitted = Math.min(MOST_FITTED, wanted);
  const shuffled = shuffle(reference.places, random);
  const compared = Math.min(m - fitted, MOST_COMPARED, 2 * n);
  return {
    corpus: shuffle(corpus.places, random).slice(0, Math.min(n, compared)),
    reference: shuffled.slice(fitted, fitted + compared),
    fitted: shuffled.slice(0, fitted),
  };
}

/** In random order (Fisher and Yates). */
export function shuffle(places: Uint32Array, random: Random): Uint32Array {
  const order = places.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const other = order[j];
    order[j] = order[i];
    order[i] = other;
  }
  return order;
}

export function distinctImages({ count, width, height, pixels }: ImageSet): Distinct {
  const each = width * height;
  const a = new Uint32Array(count);
  const b = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    let [x, y] = [0x9e3779b9 ^ width, 0x85ebca6b ^ height];
    for (let at = i * each; at < (i + 1) * each; at++) {
      x = Math.imul(x ^ pixels[at], 0x01000193);
      y = Math.imul((y ^ (y >>> 15)) + pixels[at] + 1, 0x846ca68b);
    }
    a[i] = scramble(x);
    b[i] = scramble(y);
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => a[i] - a[j] || b[i] - b[j] || i - j,
  );
  const sums = [0, 0, 0, 0];
  const kept: number[] = [];
  order.forEach((i, rank) => {
    const before = order[rank - 1];
    if (rank === 0 || a[i] !== a[before] || b[i] !== b[before]) kept.push(i);
    const lanes = [a[i], b[i], scramble(a[i] ^ Math.imul(b[i], 5)), scramble(b[i] + Math.imul(a[i], 9))];
    lanes.forEach((lane, k) => {
      sums[k] = (sums[k] + lane) >>> 0;
    });
  });
  return {
    places: Uint32Array.from(kept),
    digest: sums.map((sum) => sum.toString(16).padStart(8, '0')).join(''),
  };
}

/** The finaliser of MurmurHash3. */
function scramble(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The pixels of the images at these places. */
export function pixelsOf({ width, height, pixels }: ImageSet, places: Uint32Array): Uint8Array {
  const each = width * height;
  const taken = new Uint8Array(places.length * each);
  places.forEach((place, i) => {
    taken.set(pixels.subarray(place * each, (place + 1) * each), i * each);
  });
  return taken;
}
