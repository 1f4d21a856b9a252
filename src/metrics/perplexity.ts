/**
 * How predictable texts are to a model of the reference, in the middle and at the top. Collapse shows as mass that
 * moves to low perplexity and, at once, as a longer tail of high perplexity: the model repeats what is probable, and
 * its errors pile up into what the reference would never say (Shumailov et al. 2024, Fig. 1 b and c).
 */
import { medianUnbiased } from '../stats/median-unbiased.js';
import { LEAST_TEXTS, tooFewTexts } from './equal-texts.js';
import type { Estimate, Insufficient, Metric } from './metric.js';
import type { Pair } from './side.js';
import { bitsOf, textBits } from './text-bits.js';

const NEEDS = `${LEAST_TEXTS} texts of one length on either side of the document sample`;

/** The middle. */
export const centrePerplexity: Metric = {
  id: 'centre/perplexity',
  group: 'centre',
  title: 'perplexity of the typical text',
  failTitle: 'The typical text has become more, or less, predictable',
  why: 'Below 1 texts say what the reference makes probable; above 1 they drift from how it speaks.',
  source:
    'Shumailov et al. 2024, Fig. 1: perplexity under the model of generation 0; here a cross-fitted modified Kneser-Ney model (Chen and Goodman 1999), median over texts.',
  unit: 'perplexity',
  range: 'above 1',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.15, fail: 1.35 },
  biased: false,
  needs: NEEDS,
  estimate: (pair) => compared(pair, (bits) => 2 ** medianUnbiased(bits, 0.5)),
};

/** The top. */
export const tailPerplexity: Metric = {
  id: 'tails/perplexity',
  group: 'tails',
  title: 'reach of the improbable texts',
  failTitle: 'The tail of improbable texts has another length',
  why: 'Above 1 some texts are stranger than any the reference has; below 1 its strangest are gone.',
  source:
    'Shumailov et al. 2024, Fig. 1, the tail on the right: 95 % point over the median of the texts’ perplexities.',
  unit: 'times the median',
  range: 'at least 1',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.25, fail: 1.5 },
  biased: false,
  needs: NEEDS,
  estimate: (pair) => compared(pair, (bits) => 2 ** (medianUnbiased(bits, 0.95) - medianUnbiased(bits, 0.5))),
};

function compared(pair: Pair, of: (bits: number[]) => number): Estimate | Insufficient {
  const { pool, corpus, reference } = pair;
  const { budget, lm } = textBits(pool);
  if (budget === 0) return { insufficient: 'texts are too short' };
  const c = bitsOf(pool, corpus.member);
  const r = bitsOf(pool, reference.member);
  const least = Math.min(c.length, r.length);
  const few = tooFewTexts(least);
  if (few) return few;
  return { value: of(c), reference: of(r), lm };
}
