import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextsUpTo, layOutPlaces } from '../../lm/contexts.js';
import { followersOf } from '../../lm/followers.js';
import { type NgramOptions, trainNgram } from '../../lm/ngram.js';
import { SMOOTHINGS } from '../../lm/smoothing.js';
import { newRandom } from '../../stats/random.js';
import { type Documents, documents } from '../text/documents.js';
import { type PieceCorpus, textOf, toPieces } from '../text/piece-corpus.js';
import { editNgram, sampleNgram } from './sample-ngram.js';

/** 99.9 % quantiles of chi-square by degrees of freedom. */
const LIMITS = [0, 10.83, 13.82, 16.27, 18.47];

const train = (corpus: PieceCorpus, options: NgramOptions) =>
  trainNgram(corpus, corpus.spellings.length, options);

function sample(texts: string[], options: NgramOptions, lengths: number[], seed: number): PieceCorpus {
  const corpus = toPieces(texts);
  const { spellings } = corpus;
  return { spellings, ...sampleNgram(train(corpus, options), lengths, newRandom(seed)) };
}

/** How often each piece follows the given ones within a document; an empty list = at its beginning. */
function followers(corpus: PieceCorpus, before: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let d = 0; d + 1 < corpus.starts.length; d++) {
    const document = Array.from(corpus.pieces.subarray(corpus.starts[d], corpus.starts[d + 1]));
    const words = document.map((piece) => corpus.spellings[piece].trim());
    for (let i = before.length; i < words.length; i++) {
      if (before.length === 0 && i > 0) break;
      if (before.every((word, k) => words[i - before.length + k] === word)) {
        counts.set(words[i], (counts.get(words[i]) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** Asserts that what follows `before` has the given probabilities, by a chi-square test, and nothing else follows. */
function assertShares(corpus: PieceCorpus, before: string[], shares: Record<string, number>): void {
  const counts = followers(corpus, before);
  const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(n > 1000, `${n} draws`);
  assert.deepEqual([...counts.keys()].sort(), Object.keys(shares).sort());
  let statistic = 0;
  for (const [word, share] of Object.entries(shares)) {
    statistic += (counts.get(word)! - n * share) ** 2 / (n * share);
  }
  assert.ok(statistic < LIMITS[Object.keys(shares).length - 1], `chi-square ${statistic}`);
}

test('contexts are counted: a b a b a c', () => {
  const corpus = toPieces(['a b a b a c'.replaceAll(' ', '  '), 'b a']);
  const places = layOutPlaces(corpus);
  // Pieces: "a", " b", " a", " c", "b"; 8 of them and an end for each document.
  assert.deepEqual(corpus.spellings, ['a', ' b', ' a', ' c', 'b']);
  assert.deepEqual([...places.pieces], [0, 1, 2, 1, 2, 3, -1, 4, 2, -1]);
  const [zero, one, two] = contextsUpTo(2, places, corpus.spellings.length);
  // After the beginning, a, b, a (twice b or c, once nothing), c (nothing), b.
  assert.deepEqual(
    [[...one.oldest], [...one.counts]],
    [
      [0, 1, 2, 3, 4, 5],
      [2, 1, 2, 3, 1, 1],
    ],
  );
  // The beginning | beginning, a | beginning, b | a and a, a | b and b, c | a, b | beginning: oldest pieces by newest.
  assert.deepEqual([...two.children], [0, 1, 2, 4, 6, 7, 8]);
  assert.deepEqual([...two.oldest], [0, 0, 1, 3, 2, 5, 3, 0]);
  const follows = (c: number) => {
    const { starts, pieces } = followersOf(one, two, places);
    return [...pieces.subarray(starts[c], starts[c + 1])].map((piece) => corpus.spellings[piece]);
  };
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(follows), [['a', 'b'], [' b'], [' a'], [' b', ' c'], [], [' a']]);
  assert.deepEqual([...followersOf(zero, one, places).pieces], [0, 1, 2, 3, 4]);
});

test('unsmoothed, a piece follows its context as often as in training', () => {
  const texts = ['x a b', 'x a b', 'x a b', 'x a c', 'y a d', 'y a d', 'y a e'];
  const trigram = sample(texts, { order: 3, smoothing: 'none' }, new Array(7000).fill(3), 1);
  assertShares(trigram, [], { x: 4 / 7, y: 3 / 7 });
  assertShares(trigram, ['x', 'a'], { b: 3 / 4, c: 1 / 4 });
  assertShares(trigram, ['y', 'a'], { d: 2 / 3, e: 1 / 3 });
  const bigram = sample(texts, { order: 2, smoothing: 'none' }, new Array(7000).fill(3), 2);
  assertShares(bigram, ['x', 'a'], { b: 3 / 7, c: 1 / 7, d: 2 / 7, e: 1 / 7 });
});

test('Witten-Bell: P(w | h) = (count + T P(w | shorter h)) / (N + T)', () => {
  // Each piece is a word without a space before it, so that beginnings and middles share spellings.
  const texts = ['.a.b', '.a.b', '.a.c', ',a!b', ',a!c'];
  const corpus = sample(texts, { order: 2, smoothing: 'witten-bell' }, new Array(20000).fill(4), 3);
  // Unigrams, of 20: a 5, . 6, b 3, c 2, comma 2, ! 2. After a: . 3 times, ! twice, so N = 5, T = 2.
  const p = (count: number, unigram: number) => (count + (2 * unigram) / 20) / 7;
  const counts = followers(corpus, ['a']);
  const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const expected = { '.': p(3, 6), '!': p(2, 2), a: p(0, 5), b: p(0, 3), c: p(0, 2), ',': p(0, 2) };
  let statistic = 0;
  for (const [word, share] of Object.entries(expected)) {
    statistic += ((counts.get(word) ?? 0) - n * share) ** 2 / (n * share);
  }
  assert.ok(n > 10000 && statistic < 20.52, `chi-square ${statistic} of ${n} draws`); // 5 degrees of freedom.
});

test('of n pieces that each stand once, a unigram model of n draws keeps a share 1 - 1/e', () => {
  const n = 20000;
  const words = Array.from({ length: n }, (_, i) => `w${i}`).join(' ');
  const { pieces } = sample([words], { order: 1, smoothing: 'none' }, [n], 4);
  const kept = new Set(pieces).size;
  const deviation = Math.sqrt(n * (Math.exp(-1) - 2 * Math.exp(-2)));
  assert.ok(Math.abs(kept - n * (1 - Math.exp(-1))) < 4 * deviation, `${kept} kept`);
});

const anyTexts = fc.array(fc.string({ unit: fc.constantFrom(...'aab b.'), minLength: 1 }), {
  minLength: 1,
  maxLength: 6,
});

test('unsmoothed, every n-gram stands within one document of the training corpus, or its context only ended some', () => {
  fc.assert(
    fc.property(anyTexts, fc.integer({ min: 1, max: 4 }), fc.nat(), (texts, order, seed) => {
      const corpus = toPieces(texts);
      fc.pre(corpus.pieces.length > 0);
      const known = ngrams(corpus, order);
      const output = sampleNgram(train(corpus, { order, smoothing: 'none' }), [30, 0, 5], newRandom(seed));
      assert.deepEqual([...output.starts], [0, 30, 30, 35]);
      for (const gram of ngrams(output, order)) {
        const context = gram.slice(0, gram.lastIndexOf(' ') + 1);
        assert.ok(known.has(gram) || ![...known].some((other) => other.startsWith(context)), gram);
      }
    }),
  );
});

/** All n-grams, as numbers with spaces between; documents begin with `order - 1` marks. */
function ngrams({ pieces, starts }: Documents, order: number): Set<string> {
  const grams = new Set<string>();
  for (let d = 0; d + 1 < starts.length; d++) {
    const padded = [...new Array(order - 1).fill('^'), ...pieces.subarray(starts[d], starts[d + 1])];
    for (let i = order - 1; i < padded.length; i++) grams.add(padded.slice(i - order + 1, i + 1).join(' '));
  }
  return grams;
}

test('the same seed writes the same text, another seed another', () => {
  const texts = ['one two one three one two four', 'three one two two one', 'two three'];
  for (const smoothing of SMOOTHINGS) {
    const write = (seed: number) => textOf(sample(texts, { order: 2, smoothing }, [50], seed), 0);
    assert.equal(write(5), write(5));
    assert.notEqual(write(5), write(6));
  }
});

test('editing none gives the documents, editing all a sample, editing half something between', () => {
  const corpus = toPieces(['one two one three one two four', 'three one two two one', 'two three']);
  const model = train(corpus, { order: 3, smoothing: 'kneser-ney' });
  const many = documents.take(corpus, new Array(500).fill(0));
  assert.deepEqual(editNgram(model, many, 0, newRandom(1)).pieces, many.pieces);
  const lengths = new Array(500).fill(7);
  const changed = ({ pieces }: Documents) => pieces.filter((piece, i) => piece !== many.pieces[i]).length;
  const all = changed(editNgram(model, many, 1, newRandom(1)));
  const half = changed(editNgram(model, many, 0.5, newRandom(1)));
  const sampled = changed(sampleNgram(model, lengths, newRandom(2)));
  assert.ok(
    Math.abs(all - sampled) < 0.1 * sampled && half > 0.2 * all && half < 0.6 * all,
    `${half} of ${all}`,
  );
});
