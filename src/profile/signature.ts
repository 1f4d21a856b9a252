/**
 * The signature of a text: what finds its near-copies without the text. The set of a text's shingles (its word
 * 4-grams, by their 64-bit hashes) is dealt to 128 bins, and of each bin the least hash is kept, cut to four bits:
 * one-permutation hashing (Li, Owen and Zhang 2012, "One Permutation Hashing", sec. 3) with b-bit values (Li and
 * König 2010, "b-Bit Minwise Hashing"). Two texts agree in a bin about as often as their sets of shingles overlap
 * (Jaccard). A hash is needed for the counts anyway, so a signature costs one minimum a token.
 *
 * We differ: of the 16 values of four bits, 0 says that the bin is empty, so that the estimate can tell a bin that
 * is empty in both texts from one that agrees; two different least hashes then agree with a probability of 1/15.
 */

/** Bins of a signature; two a byte, the even one in the low bits. */
export const BINS = 128;
export const SIGNATURE_BYTES = BINS / 2;

/** Words of a shingle: the longest n-gram that is counted. */
export const SHINGLE = 4;

/** What a bin can hold beside 0, which stands for an empty one. */
export const VALUES = 15;

const EMPTY = 0xffffffff;

/** `shingles`: 64-bit hashes of the text's shingles, repeats and all. */
export function signatureOf(shingles: readonly bigint[]): Uint8Array {
  const least = newBins();
  for (const hash of shingles) {
    const bin = Number(hash & BigInt(BINS - 1));
    least[bin] = Math.min(least[bin], Number(hash >> 32n));
  }
  return signatureOfBins(least);
}

/** Empty bins. */
export function newBins(): Uint32Array {
  return new Uint32Array(BINS).fill(EMPTY);
}

/** From the least value of each bin. */
export function signatureOfBins(least: Uint32Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  for (let bin = 0; bin < BINS; bin++) {
    const digit = least[bin] === EMPTY ? 0 : 1 + (least[bin] % VALUES);
    signature[bin >> 1] |= digit << (4 * (bin & 1));
  }
  return signature;
}
