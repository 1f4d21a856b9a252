import assert from 'node:assert/strict';
import test from 'node:test';
import { buildPlain } from '../profile/plain.js';
import { GROUPS } from '../profile/profile.js';
import { expectedTypes } from '../stats/expected-types.js';
import { medianUnbiased } from '../stats/median-unbiased.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { equalTexts } from './equal-texts.js';
import type { Metric } from './metric.js';
import { centrePerplexity, tailPerplexity } from './perplexity.js';
import { poolProfiles } from './pool.js';
import { readTexts } from './readers-of-text.js';
import { wholePair } from './side.js';
import { simplicity } from './simplicity.js';
import { syntax } from './syntax.js';
import { templates } from './templates.js';

const human = zipfDocuments(200, 60, 1);
const fresh = zipfDocuments(200, 60, 2);

function pairOf(corpus: { text: string }[], reference: { text: string }[]) {
  return wholePair(poolProfiles(buildPlain(corpus), buildPlain(reference)), 1);
}

function ratio(metric: Metric, corpus: { text: string }[], reference: { text: string }[]): number {
  const estimate = metric.estimate(pairOf(corpus, reference));
  assert.ok('value' in estimate, JSON.stringify(estimate));
  return estimate.value / estimate.reference;
}

test('rarefied kinds are the mean over all ways to choose the items', () => {
  // Five items hold these kinds; all C(5, 3) choices of three are counted.
  const items = ['ab', 'ac', 'ad', 'a', 'be'];
  const held = new Map<string, number>();
  for (const item of items) for (const kind of item) held.set(kind, (held.get(kind) ?? 0) + 1);
  const spectrum = [0, 0, 0, 0, 0, 0];
  for (const count of held.values()) spectrum[count]++;
  let sum = 0;
  let ways = 0;
  for (let i = 0; i < 5; i++)
    for (let j = i + 1; j < 5; j++)
      for (let k = j + 1; k < 5; k++, ways++) sum += new Set(items[i] + items[j] + items[k]).size;
  assert.ok(Math.abs(expectedTypes(spectrum, 5, 3) - sum / ways) < 1e-12);
  assert.ok(Math.abs(expectedTypes(spectrum, 5, 5) - held.size) < 1e-12);
});

test('quantiles of type 8 are R’s', () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.ok(Math.abs(medianUnbiased(ten, 0.25) - 2.916666667) < 1e-8);
  assert.equal(medianUnbiased(ten, 0.5), 5.5);
  assert.equal(medianUnbiased(ten, 0.99), 10);
});

test('texts of one source are as predictable as one another; what is probable is more so', () => {
  assert.ok(Math.abs(Math.log(ratio(centrePerplexity, fresh, human))) < 0.05);
  assert.ok(Math.abs(Math.log(ratio(tailPerplexity, fresh, human))) < 0.2);
  // Rare words are said by frequent ones.
  const probable = fresh.map(({ text }) => ({ text: text.replace(/w\d{3,}/g, 'w1') }));
  assert.ok(ratio(centrePerplexity, probable, human) < 0.5);
  // A tenth of the texts is in words that nobody uses.
  const strange = fresh.map(({ text }, i) => ({ text: i % 10 ? text : text.replace(/w/g, 'q') }));
  assert.ok(ratio(tailPerplexity, strange, human) > 1.5);
  assert.ok(Math.abs(Math.log(ratio(centrePerplexity, strange, human))) < 0.15);
});

test('a wording that a third of the texts share is counted as theirs, at any size', () => {
  const opening = 'as a matter of fact it is important to note that';
  const tell = (documents: { text: string }[]) =>
    documents.map(({ text }, i) => ({ text: i % 3 === 0 ? `${opening} ${text}` : text }));
  for (const corpus of [tell(fresh), tell(zipfDocuments(800, 60, 9))]) {
    const pair = pairOf(corpus, human);
    const { budget, texts } = equalTexts(pair.pool);
    const own = texts.filter((text) => text !== null && text.group < GROUPS);
    const told = own.filter((text) => text?.written.startsWith(opening));
    // Eleven words hold four runs of eight.
    const expected = (4 / (budget - 7)) * (told.length / own.length);
    const estimate = templates.estimate(pair);
    assert.ok('value' in estimate);
    assert.ok(Math.abs(estimate.value - expected) < 0.02 * expected, `${estimate.value} ${expected}`);
    assert.equal(estimate.reference, 0);
  }
});

test('syntax counts patterns of tags, and is skipped without a tagger', async () => {
  assert.deepEqual(syntax.estimate(pairOf(fresh, human)), { skipped: 'no tagger was given' });
  const pair = pairOf(fresh, human);
  // The reference varies its tags by word; the corpus is tagged alike everywhere.
  await readTexts(pair.pool, {
    tagger: {
      name: 'test',
      tag: async (texts) =>
        texts.map((text) => [
          text
            .split(' ')
            .map((word) => (human.some((h) => h.text.startsWith(text.slice(0, 40))) ? word.slice(-1) : 'X')),
        ]),
    },
  });
  const estimate = syntax.estimate(pair);
  assert.ok('value' in estimate);
  assert.ok(estimate.value < 0.1 * estimate.reference);
  const other = pairOf(fresh, human);
  await readTexts(other.pool, {
    tagger: { name: 'none', tag: async () => ({ unavailable: 'not English' }) },
  });
  assert.deepEqual(syntax.estimate(other), { skipped: 'not English' });
});

test('LIX is words per sentence and the share of long words', () => {
  // Four words a sentence, one in four of seven letters: 4 + 25.
  const sentence = 'One alpine village slept. ';
  const make = (salt: string) =>
    Array.from({ length: 60 }, (_, i) => ({ text: `${sentence.repeat(20)}N${i}${salt} abc def ghi. ` }));
  const estimate = simplicity.estimate(pairOf(make('a'), make('b')));
  assert.ok('value' in estimate);
  assert.ok(Math.abs(estimate.value - 29) < 1.5, `${estimate.value}`);
  const plain = Array.from({ length: 60 }, (_, i) => ({ text: `${'A cat sat. '.repeat(30)}N${i}.` }));
  assert.ok(ratio(simplicity, plain, make('a')) < 0.3);
});

test('simplicity is skipped where words are written without spaces, however often marks part the clauses', () => {
  const make = (clause: string) =>
    Array.from({ length: 60 }, (_, i) => ({ text: `${clause.repeat(12)}${i}` }));
  const chinese = simplicity.estimate(
    pairOf(make('匹配给定模式的行，打印出来。'), make('搜索文件，没有指定名。')),
  );
  assert.ok('skipped' in chinese, JSON.stringify(chinese));
  const korean = simplicity.estimate(
    pairOf(make('주어진 모양과 맞는 줄을 찍는다. '), make('파일을 찾아 이름을 쓴다. ')),
  );
  assert.ok('value' in korean, JSON.stringify(korean));
});
