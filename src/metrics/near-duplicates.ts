/**
 * The share of different texts that are near-copies of another one (all but the first of each cluster), at equal
 * numbers of texts: how many a search finds depends on how many texts it sees, for a pair is seen only where both are.
 * Clusters are like species and a repeat of a species is a near-copy, so the larger side is rarefied exactly
 * (Hurlbert 1971, eq. 7): of N texts, n are drawn, and of a cluster of k a draw holds kn/N, of which one is no copy
 * unless none is drawn. The mean is the same for samples of every size, and where the profile holds a slice of the
 * texts, too.
 *
 * Near-copies share 0.7 of their word 4-grams, as their signatures estimate it. Exact copies are counted elsewhere.
 */
import { SHINGLE } from '../profile/signature.js';
import type { Metric } from './metric.js';
import { NEAR } from './near-copies.js';
import { plantedRecall } from './planted-recall.js';
import type { Pool } from './pool.js';
import { type Side, sumOver } from './side.js';

export const nearDuplicates: Metric = {
  id: 'repetition/near-duplicates',
  group: 'repetition',
  title: 'texts that are no near-copies',
  failTitle: 'Texts are near-copies of others',
  why: 'Copies with a few words changed pass a search for equal texts, and waste budget and hide how little there is all the same.',
  source:
    'Lee et al. 2022, sec. 4.2 (NearDup); one-permutation signatures (Li et al. 2012, Shrivastava 2017); we rarefy to equal numbers of texts (Hurlbert 1971, eq. 7).',
  unit: 'share of texts',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'complement',
  bounds: { warn: 0.99, fail: 0.95 },
  biased: false,
  needs: '',
  estimate: ({ pool, corpus, reference, seed }) => {
    const texts = [corpus, reference].map((side) => sumOver(side, pool.sums.texts));
    const size = Math.min(...texts);
    if (size === 0) return { insufficient: 'no documents' };
    const [value, other] = [corpus, reference].map((side, i) => nearShare(pool, side, texts[i], size));
    return {
      value,
      reference: other,
      // A side is known at least as well as a share of all its texts.
      counts: { corpus: [value * texts[0], texts[0]], reference: [other * texts[1], texts[1]] },
      detection: () => ({ threshold: NEAR, shingle: SHINGLE, ...plantedRecall(pool, seed) }),
    };
  },
};

/** Expected share of near-copies among `size` of the side's `texts`. */
function nearShare(pool: Pool, side: Side, texts: number, size: number): number {
  const { length, start, group } = pool.nearCopies();
  let copies = 0;
  for (let c = 0; c < length; c++) {
    let members = 0;
    for (let i = start[c]; i < start[c + 1]; i++) members += side.member[group[i]];
    if (members < 2) continue;
    let none = 1; // Probability that no member is drawn.
    for (let j = 0; j < members && none > 0; j++) none *= Math.max(0, texts - size - j) / (texts - j);
    copies += (members * size) / texts - (1 - none);
  }
  return copies / size;
}
