/**
 * Wording that many texts share: the share of a text's runs of eight words that at least two other texts have too, at
 * equal numbers of texts. Exact for any number of texts drawn from a side (hypergeometric), so a corpus is not called
 * formulaic for being large. One pass over the sample, whatever its size.
 */
import { hypergeometricLower } from '../stats/hypergeometric.js';
import { equalTexts, LEAST_TEXTS, tooFewTexts } from './equal-texts.js';
import type { Metric } from './metric.js';
import type { Pool } from './pool.js';
import { countTexts, type SampleTypes, sampleTypes, spectrumOf, sumKinds } from './sample-types.js';
import type { Side } from './side.js';
import { textFeature } from './text-feature.js';

/** Words of a run: long enough that two people do not share it by chance. */
const RUN = 8;
/** Other texts that must have a run too. */
const OTHERS = 2;

export const templates: Metric = {
  id: 'repetition/templates',
  group: 'repetition',
  title: 'wording that no two others share',
  failTitle: 'Many texts share their wording',
  why: 'Openings, disclaimers and set phrases that many texts have in common are how models are told to talk.',
  source: `Shaib et al. 2024, "Detection and Measurement of Syntactic Templates", sec. 3, on words; runs of ${RUN}.`,
  unit: `share of runs of ${RUN} words`,
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'complement',
  bounds: { warn: 0.98, fail: 0.9 },
  biased: false,
  needs: `${LEAST_TEXTS} texts of one length on either side of the document sample`,
  estimate: ({ pool, corpus, reference }) => {
    const runs = runsOf(pool);
    const least = Math.min(countTexts(runs, corpus), countTexts(runs, reference));
    const few = tooFewTexts(least);
    if (few) return few;
    return { value: sharedRuns(runs, corpus, least), reference: sharedRuns(runs, reference, least) };
  },
};

function runsOf(pool: Pool): SampleTypes {
  return textFeature(pool, 'runs', () => {
    const { texts } = equalTexts(pool);
    const groups = pool.texts.map(({ group }) => group);
    return sampleTypes(groups, (i) => (texts[i] === null ? null : runs(texts[i].tokens)), OTHERS + 1);
  });
}

function* runs(tokens: readonly string[]): Generator<string> {
  for (let i = RUN; i <= tokens.length; i++) yield tokens.slice(i - RUN, i).join(' ');
}

/** Expected share among m of the side's texts. */
function sharedRuns(types: SampleTypes, side: Side, m: number): number {
  const n = countTexts(types, side);
  const all = sumKinds(types, side);
  if (all === 0) return 0;
  const spectrum = spectrumOf(types, side);
  let shared = 0;
  for (let d = OTHERS + 1; d < spectrum.length; d++) {
    if (spectrum[d] === 0) continue;
    const few = hypergeometricLower(OTHERS - 1, n - 1, d - 1, m - 1);
    shared += spectrum[d] * d * (1 - few);
  }
  return shared / all;
}
