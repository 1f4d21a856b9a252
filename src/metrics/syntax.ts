/**
 * How many patterns of parts of speech texts show: the distinct runs of five tags that an equal number of texts, cut
 * to an equal length, is expected to hold. Models that keep their words may still write one kind of sentence.
 */
import { expectedTypes } from '../stats/expected-types.js';
import { LEAST_TEXTS, tooFewTexts } from './equal-texts.js';
import type { Metric } from './metric.js';
import type { Pool } from './pool.js';
import type { Tagged } from './readers-of-text.js';
import { countTexts, type SampleTypes, sampleTypes, spectrumOf } from './sample-types.js';
import type { Side } from './side.js';
import { textFeature } from './text-feature.js';

const RUN = 5;

export const syntax: Metric = {
  id: 'diversity/syntax',
  group: 'diversity',
  title: 'patterns of parts of speech',
  failTitle: 'Sentences are built alike',
  why: 'Syntax narrows earlier and further than vocabulary when models learn from models.',
  source: `Guo et al. 2024 and Shaib et al. 2024 measure syntactic diversity; here distinct runs of ${RUN} tags, rarefied by texts.`,
  unit: 'patterns per text',
  range: 'above 0',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.93, fail: 0.85 },
  biased: false,
  needs: `a tagger for the language, and ${LEAST_TEXTS} texts of one length on either side`,
  estimate: ({ pool, corpus, reference }) => {
    const tagged = pool.features.get('tagged') as Tagged | undefined;
    if (tagged === undefined) return { skipped: 'no tagger was given' };
    if ('unavailable' in tagged) return { skipped: tagged.unavailable };
    const patterns = patternsOf(pool, tagged.sentences);
    const least = Math.min(countTexts(patterns, corpus), countTexts(patterns, reference));
    const few = tooFewTexts(least);
    if (few) return few;
    const value = (side: Side) =>
      expectedTypes(spectrumOf(patterns, side), countTexts(patterns, side), least) / least;
    return { value: value(corpus), reference: value(reference) };
  },
};

function patternsOf(pool: Pool, sentences: (string[][] | null)[]): SampleTypes {
  return textFeature(pool, 'patterns', () => {
    const groups = pool.texts.map(({ group }) => group);
    return sampleTypes(groups, (i) => (sentences[i] ? patterns(sentences[i]) : null));
  });
}

function* patterns(sentences: string[][]): Generator<string> {
  for (const tags of sentences) {
    for (let i = RUN; i <= tags.length; i++) yield tags.slice(i - RUN, i).join(' ');
  }
}
