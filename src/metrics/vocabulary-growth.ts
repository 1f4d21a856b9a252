/**
 * The exponent of Heaps' law V(m) ~ m^b, read off the rarefaction curve between a quarter of the equal size and
 * the equal size: b = log(V(m) / V(m/4)) / log 4. A loop that loses its tail stops finding new words.
 */
import { atTokens } from './at-tokens.js';
import type { Metric } from './metric.js';
import type { Side } from './side.js';
import { typesCurve } from './types-curve.js';

export const vocabularyGrowth: Metric = {
  id: 'diversity/vocabulary-growth',
  group: 'diversity',
  title: 'vocabulary growth',
  failTitle: 'New words stop coming',
  why: 'Human text keeps finding new words as it goes on; a collapsed source has shown all it has.',
  source: 'Heaps 1978, sec. 7.5; exponent between m/4 and m of the rarefaction curve over document groups.',
  unit: 'exponent',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.97, fail: 0.92 },
  biased: false,
  needs: '',
  estimate: (pair) => {
    const m = Math.min(pair.corpus.tokens, pair.reference.tokens);
    const exponent = (side: Side) => {
      const types = typesCurve(pair, side, 1);
      return Math.log(atTokens(types, side, m) / atTokens(types, side, m / 4)) / Math.log(4);
    };
    return { value: exponent(pair.corpus), reference: exponent(pair.reference) };
  },
};
