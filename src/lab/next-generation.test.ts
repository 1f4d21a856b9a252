import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenise } from '../profile/tokenise.js';
import { rng } from '../stats/rng.js';
import { LEARNER } from './demo.js';
import { nextGeneration } from './next-generation.js';
import { textOf, toPieces } from './piece-corpus.js';
import { readSpeeches } from './speeches.js';

test('the speeches are all there, dated and in order', () => {
  const speeches = readSpeeches();
  assert.equal(speeches.length, 233);
  for (const { id, text, date, author } of speeches) {
    assert.match(date, /^(17|18|19|20)\d\d$/, id);
    assert.ok(text.length > 5000 && author.length > 5, id);
  }
  assert.equal(new Set(speeches.map(({ id }) => id)).size, 233);
  const dates = speeches.map(({ date }) => date);
  assert.deepEqual(dates, dates.toSorted());
});

test('each generation has the lengths of the first, only words of the one before, and fewer of them', async () => {
  const texts = readSpeeches()
    .slice(0, 20)
    .map(({ text }) => text);
  let corpus = toPieces(texts);
  const { starts } = corpus;
  const random = rng(1);
  let before = new Set(texts.flatMap((text) => tokenise(text, 'words')));
  for (let generation = 1; generation <= 5; generation++) {
    corpus = await nextGeneration(corpus, LEARNER, random);
    assert.deepEqual(corpus.starts, starts);
    const words = new Set(texts.flatMap((_, d) => tokenise(textOf(corpus, d), 'words')));
    assert.ok([...words].every((word) => before.has(word)));
    assert.ok(words.size < 0.95 * before.size, `${words.size} of ${before.size}`);
    before = words;
  }
});

test('a pause that throws stops the loop', async () => {
  const pause = () => Promise.reject(new Error('stop'));
  await assert.rejects(nextGeneration(toPieces(['a b']), LEARNER, rng(0), pause), /stop/);
});
