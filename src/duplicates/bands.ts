/**
 * Keys of the bands of a signature: texts that share one are looked at (locality-sensitive hashing; Broder 1997,
 * Indyk and Motwani 1998). A band is `rows` bins. A bin that is empty borrows from the first filled one in an order
 * of its own (optimal densification: Shrivastava 2017, "Optimal Densification for Fast and Accurate Minwise
 * Hashing"), and we keep from where it borrowed: two texts that borrow from different bins do not agree.
 */
import { BINS, SIGNATURE_BYTES, VALUES } from '../profile/signature.js';
import { permutation, rng } from '../stats/rng.js';

/** A pair at the threshold shares no band at most so often. */
const MISSED = 0.05;
const MOST_ROWS = 8;

export interface Bands {
  rows: number;
  count: number;
}

/** The longest bands with which a pair whose similarity is the threshold is still found 19 times in 20. */
export function bandsFor(threshold: number): Bands {
  let rows = MOST_ROWS;
  while (rows > 1 && 1 - foundShare(threshold, rows) > MISSED) rows--;
  return { rows, count: Math.floor(BINS / rows) };
}

/** Share of the pairs of a similarity that share a band of so many rows. */
export function foundShare(similarity: number, rows: number): number {
  const agree = similarity + (1 - similarity) / VALUES;
  return 1 - (1 - agree ** rows) ** Math.floor(BINS / rows);
}

/** [bin]: the order in which it looks for a filled one. */
let donors: Uint8Array[] | undefined;

function donorsOf(bin: number): Uint8Array {
  if (!donors) {
    const random = rng(1);
    donors = Array.from({ length: BINS }, () => Uint8Array.from(permutation(BINS, random)));
  }
  return donors[bin];
}

function digitOf(signatures: Uint8Array, text: number, bin: number): number {
  return (signatures[text * SIGNATURE_BYTES + (bin >> 1)] >> (4 * (bin & 1))) & 15;
}

/** The 32-bit key of a band of a text. The text must have a shingle. */
export function bandKey(signatures: Uint8Array, text: number, band: number, rows: number): number {
  let key = band;
  for (let bin = band * rows; bin < (band + 1) * rows; bin++) {
    let value = digitOf(signatures, text, bin);
    if (value === 0) {
      const order = donorsOf(bin);
      let k = 0;
      for (; value === 0; k++) value = digitOf(signatures, text, order[k]);
      value += 16 * (1 + order[k - 1]);
    }
    key = Math.imul(key ^ value, 0x9e3779b1);
    key ^= key >>> 15;
  }
  return key >>> 0;
}

/** True for a text that has a shingle. */
export function hasShingles(signatures: Uint8Array, text: number): boolean {
  for (let k = text * SIGNATURE_BYTES; k < (text + 1) * SIGNATURE_BYTES; k++) if (signatures[k]) return true;
  return false;
}
