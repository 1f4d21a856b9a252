/**
 * The pairs of texts whose signatures are alike, in time that grows about with the number of texts: texts are dealt to
 * buckets by the key of each band, and only texts in one bucket are compared. Pairs come in a fixed order.
 */
import { SIGNATURE_BYTES } from '../profile/signature.js';
import { type Bands, bandKey, bandsFor, hasShingles } from './bands.js';
import { similarity } from './similarity.js';

export interface NearPairs {
  length: number;
  /** The earlier and the later text. */
  first: number[];
  second: number[];
  /** As the signatures estimate it. */
  similarity: number[];
}

/**
 * Texts of one bucket that all later ones are compared with. Small buckets so give all their pairs; in one of
 * thousands (a template) every text is found through one of these.
 */
const LEADERS = 48;

/** Pairs with an estimate of at least `least`, found by bands that are made for `threshold`. */
export function nearPairs(signatures: Uint8Array, threshold: number, least = threshold): NearPairs {
  const bands = bandsFor(threshold);
  const texts: number[] = [];
  const length = signatures.length / SIGNATURE_BYTES;
  for (let text = 0; text < length; text++) if (hasShingles(signatures, text)) texts.push(text);
  const pairs: NearPairs = { length: 0, first: [], second: [], similarity: [] };
  const deal = newDeal(texts.length);
  const keys = new Uint32Array(texts.length);
  const leaders: number[] = [];
  for (let band = 0; band < bands.count; band++) {
    for (let i = 0; i < texts.length; i++) keys[i] = bandKey(signatures, texts[i], band, bands.rows);
    const { order, ends } = deal(keys);
    for (let bucket = 0, at = 0; bucket < ends.length; bucket++) {
      leaders.length = 0;
      for (const from = at; at < ends[bucket]; at++) {
        if (ends[bucket] - from < 2) continue;
        const late = order[at];
        for (const early of leaders) {
          if (keys[early] !== keys[late]) continue;
          const estimate = similarity(signatures, texts[early], texts[late]);
          if (estimate < least || metBefore(signatures, texts[early], texts[late], band, bands)) continue;
          pairs.first.push(texts[early]);
          pairs.second.push(texts[late]);
          pairs.similarity.push(estimate);
          pairs.length++;
        }
        if (leaders.length < LEADERS) leaders.push(late);
      }
    }
  }
  return pairs;
}

/** True where the two share an earlier band, so that they were compared there. */
function metBefore(signatures: Uint8Array, a: number, b: number, band: number, { rows }: Bands): boolean {
  for (let earlier = 0; earlier < band; earlier++) {
    if (bandKey(signatures, a, earlier, rows) === bandKey(signatures, b, earlier, rows)) return true;
  }
  return false;
}

/** Deals indices to about twice as many buckets by the top bits of their keys: counting sort. */
function newDeal(length: number) {
  const bits = Math.max(1, Math.min(24, Math.ceil(Math.log2(length + 1)) + 1));
  const ends = new Uint32Array(2 ** bits);
  const order = new Uint32Array(length);
  return (keys: Uint32Array) => {
    ends.fill(0);
    for (let i = 0; i < length; i++) ends[keys[i] >>> (32 - bits)]++;
    let sum = 0;
    for (let bucket = 0; bucket < ends.length; bucket++) {
      sum += ends[bucket];
      ends[bucket] = sum - ends[bucket];
    }
    for (let i = 0; i < length; i++) order[ends[keys[i] >>> (32 - bits)]++] = i;
    return { order, ends };
  };
}
