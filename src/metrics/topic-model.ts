/**
 * Topics of the reference: clusters of its points (`text-space.ts`), one set a fold, learnt from the texts that the
 * fold learns from and found again in those that it measures. A topic is named by the words that stand out in it: of
 * the highest mean TF-IDF weight above that of all texts.
 */
import { newRandom } from '../stats/random.js';
import { nearest, sphericalKMeans } from '../stats/spherical-k-means.js';
import type { Pool } from './pool.js';
import { textFeature } from './text-feature.js';
import { type Fold, type TextSpace, textSpace } from './text-space.js';
import { type CountedTexts, weighted, wordWeights } from './tf-idf.js';

/** Texts learnt from for each topic, and topics at most. */
const PER_TOPIC = 16;
const MOST_TOPICS = 50;
const WORDS = 5;
const SEED = 0x70b1c;

export interface TopicModel {
  /** [i] = topic of text i of the fold's `texts`. */
  labels: Uint32Array;
  /** [t] = words of topic t, the most telling first. */
  names: () => string[][];
  topics: number;
}

/** One model a fold, or why there is none. */
export function topicModels(pool: Pool): TopicModel[] | { insufficient: string } {
  return textFeature(pool, 'topic-models', () => {
    const space = textSpace(pool);
    if ('insufficient' in space) return space;
    return space.folds.map((fold, f) => makeModel(space, fold, f));
  });
}

function makeModel({ words }: TextSpace, { dims, points, learnt }: Fold, f: number): TopicModel {
  const topics = Math.max(4, Math.min(MOST_TOPICS, Math.floor(learnt.texts.length / PER_TOPIC)));
  const centres = sphericalKMeans(learnt.points, dims, topics, newRandom(SEED, f));
  return {
    labels: nearest(points, centres, dims),
    names: () => namesOf(words, learnt.texts, nearest(learnt.points, centres, dims), topics),
    topics,
  };
}

function namesOf(words: CountedTexts, texts: number[], labels: Uint32Array, topics: number): string[][] {
  const known = wordWeights(words, texts);
  const { start, column, value, columns } = weighted(words, texts, known);
  const all = new Float64Array(columns);
  for (let k = 0; k < value.length; k++) all[column[k]] += value[k] / texts.length;
  const members = new Float64Array(topics);
  for (const label of labels) members[label]++;
  const own = Array.from({ length: topics }, () => new Map<number, [weight: number, texts: number]>());
  texts.forEach((_, row) => {
    const lift = own[labels[row]];
    for (let k = start[row]; k < start[row + 1]; k++) {
      const [weight, held] = lift.get(column[k]) ?? [0, 0];
      lift.set(column[k], [weight + value[k] / members[labels[row]], held + 1]);
    }
  });
  return own.map((lift) =>
    [...lift]
      // A word of one text names that text, not the topic.
      .filter(([, [, held]]) => held > 1)
      .map(([at, [weight]]): [string, number] => [words.words[known.words[at]], weight - all[at]])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, WORDS)
      .map(([word]) => word),
  );
}
