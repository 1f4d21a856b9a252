/**
 * Distinct-n at equal size: distinct n-grams over n-grams (after Li et al. 2016, "A Diversity-Promoting Objective
 * Function", sec. 5), which falls with corpus size and so is compared only at as many n-grams, drawn as whole groups of
 * documents (rarefaction). We differ: n-grams do not cross documents, so a text of L tokens has L - n + 1, and they are
 * what is counted and equalled. Over tokens, texts of 20 tokens would hold 13 % fewer distinct 4-grams than the same
 * text in one piece, for their length alone.
 */
import { atTokens } from './at-tokens.js';
import type { Metric } from './metric.js';
import { type Side, sumOver } from './side.js';
import { typesCurve } from './types-curve.js';

const BOUNDS = [
  { warn: 0.95, fail: 0.88 },
  { warn: 0.95, fail: 0.88 },
  { warn: 0.96, fail: 0.9 },
  { warn: 0.97, fail: 0.93 },
];

export function distinct(order: 1 | 2 | 3 | 4): Metric {
  return {
    id: `diversity/distinct-${order}`,
    group: 'diversity',
    title: order === 1 ? 'distinct words' : `distinct ${order}-grams`,
    failTitle: order === 1 ? 'Fewer different words' : `Fewer different ${order}-grams`,
    why: 'A model that draws from a narrower distribution says the same things again.',
    source:
      'Li et al. 2016, sec. 5; over n-grams; size-matched by rarefaction over document groups (Hurlbert 1971).',
    unit: 'distinct per n-gram',
    range: '0 to 1',
    direction: 'low',
    ratioOf: 'value',
    bounds: BOUNDS[order - 1],
    biased: false,
    needs: '',
    estimate: (pair) => {
      const { places } = pair.pool.sums;
      // Where the document table is a slice, its n-grams for each of its tokens are those of the whole.
      const grams = (side: Side) =>
        (side.tokens * sumOver(side, places[order - 1])) / sumOver(side, places[0]);
      const m = Math.min(grams(pair.corpus), grams(pair.reference));
      const share = (side: Side) =>
        atTokens(typesCurve(pair, side, order), side, (m * side.tokens) / grams(side)) / m;
      return { value: share(pair.corpus), reference: share(pair.reference) };
    },
  };
}
