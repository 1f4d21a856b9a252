/**
 * Gained mass: the share of the corpus's tokens on words that the reference lacks, over what sampling explains.
 * The floor is the reference's own share of tokens on words found in one of its groups only: each group is a fresh
 * sample against the others. The corpus is held against the reference with one group left out in the same way, so
 * both sides meet a reference of the same size.
 */
import type { Metric } from './metric.js';
import { POOLED } from './pool.js';

export const gained: Metric = {
  id: 'drift/gained',
  group: 'drift',
  title: 'tokens on new words',
  failTitle: 'The corpus uses words the reference lacks',
  why: 'Mass gained means another topic or domain; collapse loses words without gaining any.',
  source: 'Leave-one-group-out missing mass (Good 1953) of the reference as the floor.',
  unit: 'share of tokens',
  range: '0 to 1',
  direction: 'high',
  ratioOf: 'value',
  bounds: { warn: 1.3, fail: 2 },
  biased: false,
  needs: 'words of the reference that stand in one document group only',
  estimate: (pair) => {
    const { pool, corpus, reference } = pair;
    const { corpus: c, reference: r } = pair.words();
    // Corpus tokens on words no reference group holds, and [g] = on words only reference group g holds.
    let none = 0;
    const one = new Float64Array(POOLED);
    let own = 0;
    for (let w = 0; w < c.count.length; w++) {
      if (r.held[w] === 0) none += c.count[w];
      else if (r.held[w] === 1) {
        one[r.holder[w]] += c.count[w];
        own += r.count[w];
      }
    }
    if (own === 0) return { insufficient: 'no word of the reference stands in one document group only' };
    let value = none;
    for (const g of reference.groups) value += one[g] * (pool.sums.tokens[g] / reference.tokens);
    const { scale } = pool.words;
    return { value: (scale * value) / corpus.tokens, reference: (scale * own) / reference.tokens };
  },
};
