/**
 * How plain the texts are: LIX, words per sentence plus the percentage of words longer than six letters (Björnsson
 * 1968), which needs no dictionary and serves any language that spaces its words. Per text, and then the mean: one long
 * text does not speak for all. Texts are cut to one length first.
 */
import { equalTexts, LEAST_TEXTS, tooFewTexts } from './equal-texts.js';
import type { Metric } from './metric.js';
import type { Pool } from './pool.js';
import type { Side } from './side.js';
import { textFeature } from './text-feature.js';

const LONG = 6;
/** Letters of scripts that are written without spaces; marks part their clauses, so runs of letters are no words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/gu;
/** Share of such letters from which lengths of words say nothing. */
const MOST_UNSPACED = 0.2;

export const simplicity: Metric = {
  id: 'centre/simplicity',
  group: 'centre',
  title: 'length of sentences and words',
  failTitle: 'Texts have become plainer, or heavier',
  why: 'Below 1 sentences and words are shorter than the reference’s: texts written to offend nobody.',
  source: 'Björnsson 1968, LIX: words per sentence + 100 × words of more than six letters per word.',
  unit: 'LIX',
  range: 'about 20 (plain) to 60 (heavy)',
  direction: 'both',
  ratioOf: 'value',
  bounds: { warn: 1.1, fail: 1.25 },
  biased: false,
  needs: `words with spaces between, and ${LEAST_TEXTS} texts of one length on either side`,
  estimate: ({ pool, corpus, reference }) => {
    const { values, unspaced } = lixOf(pool);
    if (unspaced) return { skipped: 'words are not parted by white space' };
    const c = meanOver(pool, values, corpus);
    const r = meanOver(pool, values, reference);
    const least = Math.min(c.n, r.n);
    const few = tooFewTexts(least);
    if (few) return few;
    return { value: c.mean, reference: r.mean };
  },
};

function lixOf(pool: Pool): { values: (number | null)[]; unspaced: boolean } {
  return textFeature(pool, 'lix', () => {
    const { texts } = equalTexts(pool);
    let letters = 0;
    let unspaced = 0;
    const values = texts.map((text) => {
      if (text === null) return null;
      const own = text.written.match(/[\p{L}\p{M}'’-]+/gu) ?? [];
      for (const word of own) letters += word.length;
      unspaced += text.written.match(UNSPACED)?.length ?? 0;
      return own.length === 0 ? null : lix(own, text.written);
    });
    return { values, unspaced: unspaced > MOST_UNSPACED * letters };
  });
}

function lix(words: string[], text: string): number {
  let long = 0;
  for (const word of words) if (word.replace(/[^\p{L}]/gu, '').length > LONG) long++;
  // The text is cut, so its last sentence is open; what stands after the last mark counts as part of one.
  const marks = text.match(/[.!?…।؟](?=\s|["'”’»)\]]|$)/gu)?.length ?? 0;
  return words.length / Math.max(1, marks) + (100 * long) / words.length;
}

function meanOver(pool: Pool, values: (number | null)[], side: Side): { mean: number; n: number } {
  let sum = 0;
  let n = 0;
  pool.texts.forEach(({ group }, i) => {
    const value = values[i];
    if (value === null || !side.member[group]) return;
    sum += value;
    n++;
  });
  return { mean: sum / n, n };
}
