/**
 * Which of the reference's topics are still there: the share of its topics (`topic-model.ts`) that a draw of twice as
 * many texts as topics is expected to meet (rarefaction, Hurlbert 1971, with topics as the species). A topic that is
 * thinned out is missed by more draws before it is gone from all, so the share falls with thinning too.
 */
import { absent } from '../stats/absent.js';
import type { Metric } from './metric.js';
import type { Side } from './side.js';
import { type Fold, textSpace, textsOf } from './text-space.js';
import { type TopicModel, topicModels } from './topic-model.js';

/** Texts drawn for each topic. */
const DRAWN = 2;
const LEAST = 20;

export const topics: Metric = {
  id: 'tails/topics',
  group: 'tails',
  title: 'reference topics found',
  failTitle: 'Topics of the reference are going',
  why: 'What few texts are about is forgotten before what many are about. The result names the topics that are gone.',
  source:
    'Hurlbert 1971 (rarefaction) over clusters of texts (spherical k-means, Dhillon and Modha 2001) learnt from other texts of the reference.',
  unit: `share of topics met in ${DRAWN} texts a topic`,
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.95, fail: 0.88 },
  biased: false,
  needs: `${LEAST} texts of equal length in each half of the document groups, on either side`,
  estimate: ({ pool, corpus, reference }) => {
    const space = textSpace(pool);
    const models = topicModels(pool);
    if ('insufficient' in space) return space;
    if ('insufficient' in models) return models;
    let value = 0;
    let other = 0;
    let read = 0;
    space.folds.forEach((fold, f) => {
      const a = topicCounts(fold, models[f], corpus);
      const b = topicCounts(fold, models[f], reference);
      const least = Math.min(a.texts, b.texts);
      if (least < LEAST) return;
      const draw = Math.min(least, DRAWN * models[f].topics);
      value += shareMet(a, draw);
      other += shareMet(b, draw);
      read++;
    });
    if (read === 0) return { insufficient: `fewer than ${LEAST} texts of equal length in each half` };
    return { value: value / read, reference: other / read, embedder: space.embedder };
  },
};

/** [t] = texts of a side in topic t. */
export function topicCounts(
  fold: Fold,
  { labels, topics }: TopicModel,
  side: Side,
): { texts: number; counts: Uint32Array } {
  const counts = new Uint32Array(topics);
  const places = textsOf(fold, side);
  for (const at of places) counts[labels[at]]++;
  return { texts: places.length, counts };
}

/** Expected share of the topics in a draw without replacement. */
function shareMet({ texts, counts }: { texts: number; counts: Uint32Array }, draw: number): number {
  let met = 0;
  for (const count of counts) met += 1 - absent(texts, count, draw);
  return met / counts.length;
}
