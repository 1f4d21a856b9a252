/**
 * Distinct-n at equal tokens: distinct n-grams over tokens (Li et al. 2016, "A Diversity-Promoting Objective
 * Function", sec. 5), which falls with corpus size and so is compared only at equal tokens, drawn as whole groups
 * of documents (rarefaction). We differ: n-grams do not cross documents.
 */
import { atTokens } from './at-tokens.js';
import type { Metric } from './metric.js';
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
    source: 'Li et al. 2016, sec. 5; size-matched by rarefaction over document groups (Hurlbert 1971).',
    unit: 'distinct per token',
    range: '0 to 1',
    direction: 'low',
    ratioOf: 'value',
    bounds: BOUNDS[order - 1],
    biased: false,
    needs: '',
    estimate: (pair) => {
      const m = Math.min(pair.corpus.tokens, pair.reference.tokens);
      return {
        value: atTokens(typesCurve(pair, pair.corpus, order), pair.corpus, m) / m,
        reference: atTokens(typesCurve(pair, pair.reference, order), pair.reference, m) / m,
      };
    },
  };
}
