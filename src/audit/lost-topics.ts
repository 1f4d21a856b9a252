/**
 * Which topics of the reference the corpus has lost: those with too few of its texts for chance (Fisher's exact test on
 * texts, held by Bonferroni over all topics of both folds) and at most half of what a fresh sample would have. The
 * folds find the big topics twice; one that shares words with a surer one is told once.
 */
import type { Pair } from '../metrics/side.js';
import { textSpace } from '../metrics/text-space.js';
import { topicModels } from '../metrics/topic-model.js';
import { topicCounts } from '../metrics/topics.js';
import { hypergeometricLower } from '../stats/hypergeometric.js';
import type { LostTopic } from './result.js';

/** Family-wise error of the whole list. */
const ALPHA = 0.05;
/** Lost means at most this share of what was expected. */
const SHARE = 0.5;
/** Words in common that make two topics of different folds one. */
const ALIKE = 2;

export function lostTopics({ pool, corpus, reference }: Pair): LostTopic[] {
  const space = textSpace(pool);
  const models = topicModels(pool);
  if ('insufficient' in space || 'insufficient' in models) return [];
  const tests = models.reduce((sum, { topics }) => sum + topics, 0);
  const found: LostTopic[] = [];
  space.folds.forEach((fold, f) => {
    const ours = topicCounts(fold, models[f], corpus);
    const theirs = topicCounts(fold, models[f], reference);
    let names: string[][] | undefined;
    ours.counts.forEach((observed, t) => {
      const referenceCount = theirs.counts[t];
      const expected = (referenceCount * ours.texts) / theirs.texts;
      if (observed > SHARE * expected) return;
      const all = ours.texts + theirs.texts;
      const p = hypergeometricLower(observed, all, observed + referenceCount, ours.texts) * tests;
      if (p > ALPHA) return;
      names ??= models[f].names();
      found.push({ words: names[t], expected, observed, referenceCount, p });
    });
  });
  found.sort((a, b) => a.p - b.p || (a.words.join() < b.words.join() ? -1 : 1));
  const told: LostTopic[] = [];
  for (const topic of found) {
    const alike = (other: LostTopic) =>
      other.words.filter((word) => topic.words.includes(word)).length >= ALIKE;
    if (!told.some(alike)) told.push(topic);
  }
  return told;
}
