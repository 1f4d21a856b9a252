import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpeeches } from '../lab/demo/speeches.js';
import { documents } from '../lab/text/documents.js';
import { newRandom } from '../stats/random.js';
import { splitHuman } from './draw-human.js';
import type { Feeding } from './feeding.js';
import { forecastTail, leastHuman, lossOf, predicted } from './forecast.js';
import { shifted } from './tail-ngram.js';
import { thinText } from './thin-text.js';

const passages = readSpeeches().flatMap(({ text }) => text.split(/(?<=[.] )/));
const texts = passages.slice(0, 600);
const text = splitHuman(texts, 1, 'anchor')!;
const fresh = splitHuman(texts, 1, 'fresh')!;
const feeding = (changes: Partial<Feeding> = {}): Feeding => ({
  strategy: 'anchor',
  documents: text.documents,
  human: 60,
  generations: 5,
  ...changes,
});

test('generation 0 is as long as the mixture, or all there is; fresh documents are others', () => {
  assert.equal(documents.size(text.first), text.drawn);
  assert.equal(documents.size(splitHuman(texts, 0.25, 'anchor')!.first), Math.round(text.drawn / 4));
  const more = splitHuman(texts, 3, 'anchor')!;
  assert.deepEqual([documents.size(more.first), more.documents], [text.drawn, 3 * text.drawn]);
  assert.equal(documents.size(fresh.first) + documents.size(fresh.supply), fresh.drawn);
  assert.equal(documents.size(fresh.first), Math.ceil(fresh.drawn / 2));
  assert.equal(splitHuman(['one', ''], 1, 'anchor'), null);
});

test('the least human share is the least: it holds the bound, and one document fewer does not', async () => {
  const options = { learner: 'unigram' } as const;
  for (const [strategy, human] of [
    ['anchor', text],
    ['replay', text],
    ['fresh', fresh],
  ] as const) {
    const each = feeding({ strategy, documents: documents.size(human.first) });
    const least = await leastHuman(human, each, 0.3, options);
    assert.ok(!least.unreachable && least.documents > 0, strategy);
    const loss = async (n: number) =>
      lossOf(await forecastTail(human, { ...each, human: n }, options), 'low');
    assert.ok((await loss(least.documents)) <= 0.3);
    assert.ok((await loss(least.documents - 1)) > 0.3);
  }
  const accumulated = await leastHuman(text, feeding({ strategy: 'accumulate' }), 0.3, options);
  assert.equal(accumulated.documents, 0);
  const never = await leastHuman(text, feeding({ generations: 30 }), 0, options);
  assert.ok(never.unreachable && never.documents === text.documents);
});

test('n-gram models are simulated, the same for the same seed, and lose more than unigram models', async () => {
  const run = (seed: number) =>
    forecastTail(text, feeding({ generations: 3, human: 0 }), { learner: 'ngram', seed });
  const [one, again, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
  assert.equal(one.method, 'calibrated simulation');
  const exact = await forecastTail(text, feeding({ generations: 3, human: 0 }), { learner: 'unigram' });
  assert.equal(exact.method, 'closed form');
  assert.ok(one.generations[2].share < exact.generations[2].share);
  assert.equal(one.regime, 'replace');
});

test('runs that differ by more than chance widen the interval by what is more', () => {
  const moments = { generation: 3, mean: 0.5, sd: 0.01 };
  const of = (shifts: number[]) => shifted(moments, { generation: 3, shifts, expected: 0.0016, stretch: 0 });
  const calm = of([-0.04, 0.04, -0.04, 0.04, -0.04, 0.04]);
  const wild = of([-1, 1, -1, 1, -1, 1]);
  assert.equal(calm.mean, 0.5);
  assert.ok(Math.abs(calm.sd - 0.25 * Math.sqrt(1.3 * (0.0016 + 0.0016 / 6))) < 1e-12);
  const excess = 1.2 - 1.3 * 0.0016;
  assert.ok(Math.abs(wild.sd - Math.hypot(calm.sd, 0.25 * Math.sqrt((excess * 7) / 6))) < 1e-12);
});

test('an interval stays within 0 and 1', () => {
  assert.deepEqual(predicted({ generation: 1, mean: 0.01, sd: 0.2 }, 100).low, 0);
  assert.deepEqual(predicted({ generation: 1, mean: 0.99, sd: 0.2 }, 100).high, 1);
});

test('a thinned text keeps the shares: of tokens, of documents drawn, of lengths', () => {
  const thinned = thinText(fresh, 2000, newRandom(1));
  const tokens = thinned.first.pieces.length;
  assert.ok(Math.abs(tokens / 2000 - 1) < 0.2, `${tokens} tokens`);
  const ratio = thinned.supply.pieces.length / fresh.supply.pieces.length;
  assert.ok(Math.abs(ratio / (tokens / fresh.first.pieces.length) - 1) < 0.2, `supply ${ratio}`);
  assert.ok(documents.size(thinned.first) >= 40);
  const whole = thinText(text, 1e9, newRandom(1));
  assert.equal(whole.share, 1);
  assert.deepEqual([...whole.first.pieces].sort(), [...text.first.pieces].sort());
});
