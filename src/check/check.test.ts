/** The steps of the check on cases that can be worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newRandom } from '../stats/random.js';
import { DataError, UsageError } from '../util/errors.js';
import { checkDrafts } from './check.js';
import { copiedWords, knownRuns, LENGTH } from './copies.js';
import { ownShare } from './own-share.js';
import { compare, cutPieces, PIECES, pieceLength } from './pieces.js';
import { predictableRuns, runRule } from './predictable.js';
import { prepare } from './prepare.js';
import { coveredBy, findRepeats, repeatedPhrases } from './repeats.js';
import { lengthSpread } from './rhythm.js';
import { absence, vanishedWords, wordRates } from './vanished.js';

const words = (text: string) => text.split(' ');

test('words keep their places in the text, which is in NFC', () => {
  const { text, tokens, starts, ends } = prepare({ name: '', text: 'Cafe\u0301s — l’Art, 3.5\u200b x!' });
  assert.equal(text.startsWith('Cafés'), true);
  assert.deepEqual(
    tokens.map((_, i) => text.slice(starts[i], ends[i])),
    ['Cafés', 'l’Art', '3', '5', 'x'],
  );
});

const CHARACTERS = [
  'a',
  'Bc',
  'e\u0301',
  '\u0301',
  "'",
  '’',
  '.',
  ' ',
  '\n',
  '\u200b',
  '日',
  'カー',
  '👍🏽',
  '7',
  '\ud800',
];

test('every word is found again at its place, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 30 }), (given) => {
      const { text, tokens, starts, ends } = prepare({ name: '', text: given });
      let last = 0;
      tokens.forEach((token, i) => {
        assert.ok(starts[i] >= last && ends[i] > starts[i] && ends[i] <= text.length);
        last = ends[i];
        assert.deepEqual(prepare({ name: '', text: text.slice(starts[i], ends[i]) }).tokens, [token]);
      });
    }),
    { numRuns: 60 },
  );
});

test('sentences end at full stops, other marks and blank lines', () => {
  const begins = (text: string) => {
    const { sentences, tokens } = prepare({ name: '', text });
    return sentences.slice(0, -1).map((t) => tokens[t]);
  };
  assert.deepEqual(begins('One two. Three? "Four," he said. five\n\nSix\nseven'), [
    'one',
    'three',
    'four',
    'six',
  ]);
  assert.deepEqual(begins('The U.S. House met at 3.5 degrees. Then'), ['the', 'then']);
});

test('a rule marks at most the stated share of the own words, and nearly as much', () => {
  const noise = (seed: number, size: number) =>
    Float64Array.from({ length: size }, (_, i) => -8 + 5 * Math.sin(1e4 * Math.sin(i * 12.9898 + seed)));
  const logs = Array.from({ length: 20 }, (_, d) => noise(d, 500));
  for (const share of [0.05, 0.2]) {
    const rule = runRule(logs, share);
    const runs = logs.flatMap((text) => predictableRuns(text, rule));
    const marked = runs.reduce((sum, { start, end }) => sum + end - start, 0) / 10_000;
    assert.ok(marked <= share && marked > 0.8 * share, `${marked}`);
  }
});

test('copies of other own texts are found, shorter ones and a text itself are not', () => {
  const run = (from: number, size: number) => Int32Array.from({ length: size }, (_, i) => from + i);
  const quoted = Int32Array.of(7, ...run(100, LENGTH + 5), 8);
  const runs = knownRuns([run(0, 150), quoted, run(5000, 60)]);
  const copied = copiedWords(quoted, runs, 1);
  assert.deepEqual([...copied], [0, ...new Array<number>(LENGTH + 5).fill(1), 0]);
  assert.equal(copiedWords(run(5000, 60), runs, 2).includes(1), false);
  assert.equal(copiedWords(run(5000, 60), runs).includes(0), false);
  assert.equal(copiedWords(run(5000, LENGTH - 1), runs).includes(1), false);
});

test('repeats: the longest at each place, what they cover, and each phrase once', () => {
  const text = words('a b c d e a b c f a b');
  const ids = Int32Array.from(text, (word) => word.charCodeAt(0));
  const repeats = findRepeats(ids, [0, 11]);
  assert.deepEqual([...repeats.longest], [3, 2, 1, 0, 0, 3, 2, 1, 0, 2, 1]);
  assert.deepEqual([...coveredBy(repeats.longest, 3)], [1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0]);
  assert.deepEqual(repeatedPhrases(repeats, 2), [
    { length: 3, places: [0, 5] },
    { length: 2, places: [0, 5, 9] },
  ]);
  // Nothing runs on into the next text.
  assert.deepEqual([...findRepeats(Int32Array.of(1, 2, 1, 2), [0, 1, 3, 4]).longest], [1, 1, 1, 1]);
});

test('repeats agree with counting n-grams', () => {
  const texts = fc.array(fc.array(fc.nat({ max: 2 }), { maxLength: 12 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 5 }), (all, n) => {
      const starts = [0];
      for (const text of all) starts.push(starts.at(-1)! + text.length);
      const { longest } = findRepeats(Int32Array.from(all.flat()), starts);
      const counts = new Map<string, number>();
      const each = (visit: (gram: string, place: number) => void) =>
        all.forEach((text, d) => {
          for (let i = 0; i + n <= text.length; i++) visit(text.slice(i, i + n).join(), starts[d] + i);
        });
      each((gram) => counts.set(gram, (counts.get(gram) ?? 0) + 1));
      each((gram, place) => assert.equal(longest[place] >= n, counts.get(gram)! > 1));
    }),
  );
});

test('pieces are whole, and as long as own texts give enough of', () => {
  assert.deepEqual(cutPieces([5, 3, 7], 3), [
    { text: 0, start: 0, end: 3 },
    { text: 1, start: 0, end: 3 },
    { text: 2, start: 0, end: 3 },
    { text: 2, start: 3, end: 6 },
  ]);
  const lengths = new Array<number>(PIECES).fill(500);
  assert.equal(pieceLength(lengths, 300), 300);
  assert.ok(pieceLength(lengths, 5000) > 400 && pieceLength(lengths, 5000) <= 500);
  assert.equal(pieceLength(lengths.slice(1), 500) <= 250, true);
  assert.equal(pieceLength([200, 200], 200), 0);
});

test('p is the rank among own pieces, and a figure without pieces is none', () => {
  const own = Array.from({ length: 99 }, (_, i) => i);
  assert.equal(compare([98.5], own, 1, 'more')?.p, 0.01);
  assert.equal(compare([97, 100], own, 1, 'more')?.p, 0.01);
  assert.equal(compare([-1], own, 1, 'less')?.p, 0.01);
  assert.equal(compare([50], own, 1, 'more')?.own[1], 49);
  assert.equal(compare([1], own.slice(0, 5), 1, 'more'), undefined);
  assert.equal(compare([Number.NaN], own, 1, 'more'), undefined);
});

test('absence: Poisson without bursts, far likelier with them', () => {
  assert.ok(Math.abs(absence(0.01, 1e9, 500) / Math.exp(-5) - 1) < 1e-6);
  assert.ok(Math.abs(absence(0.01, 1, 500) - 1 / 6) < 1e-12);
});

test('the size of a word is the one that gave its counts', () => {
  // Negative binomial of mean 10: a Poisson number whose mean is exponential (size 1), and one of mean 10 itself.
  const random = newRandom(4);
  const poisson = (mean: number) => {
    let count = -1;
    for (let left = mean; left > 0; count++) left += Math.log1p(-random.uniform());
    return count;
  };
  const texts = Array.from({ length: 400 }, () => {
    const bursts = poisson(-10 * Math.log1p(-random.uniform()));
    return new Int32Array(1000).fill(1, 0, bursts).fill(2, 500, 500 + poisson(10));
  });
  const { mean, sizeOf } = wordRates(texts, 3);
  assert.ok(Math.abs(1000 * mean[1] - 10) < 1.5 && Math.abs(1000 * mean[2] - 10) < 1.5);
  assert.ok(sizeOf(1) > 0.8 && sizeOf(1) < 1.25, `${sizeOf(1)}`);
  assert.ok(sizeOf(2) > 40, `${sizeOf(2)}`);
});

test('a steady word that is missing is named; one that comes in bursts is not', () => {
  const texts = Array.from({ length: 30 }, (_, d) =>
    Int32Array.from({ length: 400 }, (_, i) => (i % 20 === 0 ? 1 : d % 3 === 0 && i % 7 === 1 ? 2 : 0)),
  );
  const rates = wordRates(texts, 3);
  const found = vanishedWords(rates, ['the', 'steady', 'topic'], new Set([0]), 400, new Float64Array(3));
  assert.deepEqual(
    found.map(({ word }) => word),
    ['steady'],
  );
  assert.ok(Math.abs(found[0].expected - 20) < 1e-9 && found[0].p < 1e-6);
  assert.deepEqual(
    vanishedWords(rates, ['the', 'steady', 'topic'], new Set([0, 1]), 400, new Float64Array(3)),
    [],
  );
});

test('sentences of one length have no spread; fewer than five have none to tell', () => {
  assert.equal(lengthSpread([0, 4, 8, 12, 16, 20], { start: 0, end: 20 }), 0);
  const spread = lengthSpread([0, 1, 3, 4, 6, 7, 9], { start: 0, end: 9 });
  assert.ok(Math.abs(spread - Math.sqrt((6 * (Math.LN2 / 2) ** 2) / 5)) < 1e-12);
  assert.ok(Number.isNaN(lengthSpread([0, 4, 8, 12, 16, 20], { start: 1, end: 20 })));
});

test('own share: nothing, all, and a known mixture', () => {
  const machine = words(
    'the machine wrote this whole sentence and then it wrote one more about ships at sea',
  );
  const own = words('nobody else would ever put kittens beside rusty anchors like that');
  assert.deepEqual(ownShare(machine, [machine]).share, [0, 0]);
  assert.deepEqual(ownShare(own, [machine]).share, [1, 1]);
  const mixed = [...machine.slice(0, 8), ...own, ...machine.slice(8)];
  assert.deepEqual(
    ownShare(mixed, [machine]).share.map((x) => Math.round(x * mixed.length)),
    [own.length, own.length],
  );
  // One word changed of sixteen, three words from the end: the run of three behind it is not sure.
  const edited = machine.with(12, 'ours');
  const { share } = ownShare(edited, [machine]);
  assert.deepEqual(
    share.map((x) => Math.round(x * edited.length)),
    [1, 4],
  );
});

test('what cannot be checked is an error that says what is needed', () => {
  const draft = { name: 'draft.md', text: 'Some words.' };
  assert.throws(() => checkDrafts([draft], {}), UsageError);
  assert.throws(
    () => checkDrafts([{ name: 'draft.md', text: ' — ' }], { machine: [draft] }),
    /draft\.md: no words/,
  );
  assert.throws(
    () => checkDrafts([draft], { reference: [{ name: 'a', text: 'Too little.' }] }),
    (error) => error instanceof DataError && /1 text of 2 words .* at least 6 texts and/.test(error.message),
  );
});
