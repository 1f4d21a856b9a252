import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../corpus/document.js';
import { buildPlain } from '../profile/plain.js';
import { zipfDocuments } from '../test/zipf-text.js';
import { distinct } from './distinct.js';
import { duplicates } from './duplicates.js';
import { entropy } from './entropy.js';
import { hapax } from './hapax.js';
import { METRICS } from './index.js';
import { length } from './length.js';
import type { Estimate, Metric } from './metric.js';
import { type Pool, poolProfiles } from './pool.js';
import { makePair, type Pair, sideOf, wholePair } from './side.js';
import { typesCurve } from './types-curve.js';

const pairOf = (corpus: Document[], reference: Document[]): Pair =>
  wholePair(poolProfiles(buildPlain(corpus), buildPlain(reference)), 1);

function estimated(metric: Metric, pair: Pair): Estimate {
  const estimate = metric.estimate(pair);
  assert.ok('value' in estimate, `${metric.id}: ${JSON.stringify(estimate)}`);
  return estimate;
}

/** These take the reference apart and the corpus whole, or pair a text with its copy across the sides but not within. */
const CROSS_FITTED = ['tails/coverage', 'tails/rare-mass', 'drift/js', 'drift/gained', 'drift/semantic'];

const human = zipfDocuments(120, 150, 1);
const other = zipfDocuments(120, 150, 2);

test('every metric has an id of its own, bounds in the right order and a source', () => {
  assert.equal(new Set(METRICS.map((m) => m.id)).size, METRICS.length);
  for (const { id, group, bounds, direction, source, why } of METRICS) {
    assert.ok(id.startsWith(`${group}/`), id);
    assert.ok(
      direction === 'low' ? bounds.fail < bounds.warn && bounds.warn < 1 : bounds.fail > bounds.warn,
      id,
    );
    assert.ok(source.length > 10 && why.length > 10, id);
  }
});

test('a corpus against itself scores exactly 1 wherever both sides are treated alike', () => {
  const pair = pairOf(human, human);
  for (const metric of METRICS) {
    if (CROSS_FITTED.includes(metric.id)) continue;
    const estimate = metric.estimate(pair);
    if (!('value' in estimate)) continue;
    assert.ok(Math.abs(estimate.value - estimate.reference) < 1e-12, metric.id);
  }
});

test('on texts without a word every metric ends, and effective words say why they are none', () => {
  const signs = Array.from({ length: 60 }, (_, d) => ({ text: '. , ! ? '.repeat(20 + d) }));
  for (const pair of [pairOf(signs, human), pairOf(human, signs), pairOf(signs, signs)]) {
    for (const metric of METRICS) metric.estimate(pair);
    assert.deepEqual(entropy.estimate(pair), { insufficient: 'a side has no words' });
  }
});

test('documents of one length, as windows are, are as long as they are, without error', () => {
  // Sums of 60 equal logarithms round so that their variance comes out below 0.
  const windows = (side: string): Document[] =>
    Array.from({ length: 60 }, (_, d) => ({
      text: Array.from({ length: 128 }, (_, i) => `${side}${d}${i}`).join(' ') + d,
    }));
  const { value, reference, logError } = estimated(length, pairOf(windows('a'), windows('b')));
  assert.ok(Math.abs(value - 128) < 1e-9 && Math.abs(reference - 128) < 1e-9);
  assert.ok(logError! >= 0 && logError! < 1e-6, `${logError}`);
  // Late collapse at its end: one text, again and again.
  const one = Array.from({ length: 60 }, () => ({ text: windows('a')[0].text }));
  for (const [corpus, reference] of [
    [one, windows('b')],
    [windows('b'), one],
  ]) {
    assert.deepEqual(length.estimate(pairOf(corpus, reference)), {
      insufficient: 'a side has fewer than two different texts',
    });
  }
});

test('at full size distinct-n is types over n-grams, hapax f1 over tokens, entropy the plug-in entropy', () => {
  const pair = pairOf(human, human);
  const words = human.flatMap((d) => d.text.split(' '));
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const once = [...counts.values()].filter((c) => c === 1).length;
  const nats = -[...counts.values()].reduce(
    (sum, c) => sum + (c / words.length) * Math.log(c / words.length),
    0,
  );
  const pairs = new Set(
    human.flatMap((d) =>
      d.text
        .split(' ')
        .map((w, i, all) => `${all[i - 1]} ${w}`)
        .slice(1),
    ),
  );
  const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-9, `${a} ${b}`);
  close(estimated(distinct(1), pair).value, counts.size / words.length);
  close(estimated(distinct(2), pair).value, pairs.size / (words.length - human.length));
  close(estimated(hapax, pair).value, once / words.length);
  close(estimated(entropy, pair).value, Math.exp(nats));
});

test('distinct-n asks how many of its n-grams differ, whatever the length of the texts', () => {
  const pieces = human.flatMap(({ text }) => {
    const words = text.split(' ');
    return Array.from({ length: words.length / 10 }, (_, i) => ({
      text: words.slice(10 * i, 10 * i + 10).join(' '),
    }));
  });
  for (const order of [1, 2, 3, 4] as const) {
    const { value, reference } = estimated(distinct(order), pairOf(pieces, other));
    assert.ok(Math.abs(value / reference - 1) < 0.03, `${order}: ${value} ${reference}`);
  }
});

test('the types curve is the mean over all draws of groups', () => {
  const few = human.slice(0, 40);
  const pool = poolProfiles(buildPlain(few), buildPlain(other));
  const groups = wholePair(pool, 1).corpus.groups.slice(0, 6);
  const side = sideOf(pool, groups);
  const pair = makePair(pool, side, sideOf(pool, []), 1);
  const curve = typesCurve(pair, side, 1);
  for (const g of [1, 3, 5]) {
    const totals = subsets(groups, g).map((draw) => typesIn(pool, draw));
    const mean = totals.reduce((a, b) => a + b, 0) / totals.length;
    assert.ok(Math.abs(curve(g) - mean) < 1e-6, `${g}: ${curve(g)} ${mean}`);
  }
});

test('copies of documents change only repetition/duplicates', () => {
  const copied = [...human, ...human.slice(0, 24).map((d) => ({ ...d, id: `copy-${d.id}` }))];
  const plain = pairOf(human, other);
  const pair = pairOf(copied, other);
  for (const metric of METRICS) {
    if (metric === duplicates) continue;
    const a = metric.estimate(plain);
    const b = metric.estimate(pair);
    if (!('value' in a) || !('value' in b)) continue;
    const change = Math.abs(Math.log(b.value / a.value || 1));
    assert.ok(change < 0.02, `${metric.id} moved by ${change}`);
  }
  assert.equal(estimated(duplicates, pair).value, 24 / 144);
  assert.equal(estimated(duplicates, pair).reference, 0);
});

test('too little text is insufficient or finite, never NaN on a graded metric', () => {
  for (const documents of [[{ text: 'one' }], [{ text: '' }, { text: 'a a a' }], zipfDocuments(3, 10, 3)]) {
    const pair = pairOf(documents, human);
    for (const metric of METRICS) {
      const estimate = metric.estimate(pair);
      if ('insufficient' in estimate) assert.ok(estimate.insufficient.length > 0);
      else if ('skipped' in estimate) assert.ok(estimate.skipped.length > 0);
    }
  }
});

function subsets(items: number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function typesIn({ words }: Pool, groups: number[]): number {
  let types = 0;
  for (let w = 0; w < words.length; w++) {
    const cells = words.group.subarray(words.start[w], words.start[w + 1]);
    if (cells.some((g) => groups.includes(g))) types++;
  }
  return types;
}
