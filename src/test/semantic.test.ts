/** The metrics of meaning, on texts made from known topics. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditProfiles } from '../audit/audit.js';
import { lostTopics } from '../audit/lost-topics.js';
import { poolProfiles } from '../metrics/pool.js';
import { readTexts } from '../metrics/readers-of-text.js';
import { semanticDiversity } from '../metrics/semantic-diversity.js';
import { semanticDrift } from '../metrics/semantic-drift.js';
import { wholePair } from '../metrics/side.js';
import { BUILT_IN, textSpace } from '../metrics/text-space.js';
import { topics } from '../metrics/topics.js';
import { profileDocuments } from '../profile/profile-documents.js';
import { newRandom, type Random } from '../stats/random.js';

const TOPICS = 12;

/** 40 words: half common to all texts, half of one topic's 60 words. */
function textOf(topic: number, random: Random): string {
  const word = (prefix: string, of: number) => `${prefix}${Math.floor(of * random.uniform() ** 2)}`;
  return Array.from({ length: 40 }, (_, i) => (i % 2 ? word('common', 200) : word(`t${topic}x`, 60))).join(
    ' ',
  );
}

function corpus(texts: number, seed: number, topicOf: (random: Random) => number) {
  const random = newRandom(seed);
  return profileDocuments(Array.from({ length: texts }, () => ({ text: textOf(topicOf(random), random) })));
}

const all = (random: Random) => random.below(TOPICS);
const eight = (random: Random) => random.below(8);

async function pairOf(texts: [number, number], topicOf = all, seed = 1) {
  const [a, b] = await Promise.all([
    corpus(texts[0], 2 * seed, topicOf),
    corpus(texts[1], 2 * seed + 1, all),
  ]);
  return wholePair(poolProfiles(a, b), seed);
}

type Figures = { value: number; reference: number; p?: number };

test('two samples of one source differ by chance alone, whatever their sizes', async () => {
  for (const sizes of [
    [300, 300],
    [150, 450],
  ] as [number, number][]) {
    const pair = await pairOf(sizes);
    for (const [metric, most] of [
      [semanticDiversity, 0.08],
      [topics, 0.08],
      [semanticDrift, 0.1],
    ] as const) {
      const { value, reference } = metric.estimate(pair) as Figures;
      assert.ok(
        Math.abs(Math.log(value / reference)) < most,
        `${metric.id} at ${sizes}: ${value / reference}`,
      );
    }
    assert.ok((semanticDrift.estimate(pair) as Figures).p! > 0.01);
    assert.deepEqual(lostTopics(pair), []);
  }
});

test('a third of the topics gone: fewer meanings, topics missed, meanings moved, and the lost ones named', async () => {
  const pair = await pairOf([500, 500], eight);
  const ratio = ({ value, reference }: Figures) => value / reference;
  assert.ok(ratio(semanticDiversity.estimate(pair) as Figures) < 0.9);
  assert.ok(ratio(topics.estimate(pair) as Figures) < 0.85);
  const drift = semanticDrift.estimate(pair) as Figures;
  assert.ok(ratio(drift) > 1.1, `${ratio(drift)}`);
  assert.equal(drift.p, 0.001);
  const lost = lostTopics(pair);
  const named = new Set(lost.flatMap(({ words }) => words.map((word) => word.split('x')[0])));
  assert.deepEqual([...named].filter((word) => word.startsWith('t')).sort(), ['t10', 't11', 't8', 't9']);
  for (const { expected, observed } of lost) assert.ok(observed <= expected / 2);
});

test('what is learnt of the reference is not used on the texts it was learnt from', async () => {
  const { pool } = await pairOf([200, 200]);
  const space = textSpace(pool);
  assert.ok('folds' in space);
  for (const { texts, learnt, points, dims } of space.folds) {
    assert.ok(learnt.texts.every((i) => pool.texts[i].group >= 32 && !texts.includes(i)));
    for (let at = 0; at < points.length; at += dims) {
      const length = Math.hypot(...points.subarray(at, at + dims));
      assert.ok(Math.abs(length - 1) < 1e-12);
    }
  }
});

test("a caller's embedder takes the place of the built-in one, and results name it", async () => {
  const a = await corpus(200, 1, all);
  const b = await corpus(200, 2, all);
  const direction = (text: string) => {
    const row = new Float32Array(TOPICS + 1).fill(0.1);
    row[Number(/t(\d+)x/.exec(text)?.[1])] = 1;
    return row;
  };
  const embedder = { name: 'by-topic', embed: async (texts: string[]) => texts.map(direction) };
  const only = ['tails/topics', 'diversity/semantic', 'drift/semantic'];
  const options = {
    seed: 0,
    version: '',
    lineage: 'unknown',
    corpusName: '',
    referenceName: '',
    corpusPaths: [],
  };
  const audit = (readers?: object) =>
    auditProfiles(a, b, { ...options, referencePaths: [], only, readers } as Parameters<
      typeof auditProfiles
    >[2]);
  for (const [result, name] of [
    [await audit({ embedder }), 'by-topic'],
    [await audit(), BUILT_IN],
  ] as const) {
    for (const id of only) {
      assert.equal(result.metrics[id].embedder, name);
      assert.equal(result.metrics[id].grade, 'ok', `${id} ${JSON.stringify(result.metrics[id])}`);
    }
    assert.equal(result.metrics['drift/js'].embedder, undefined);
  }
  const pool = poolProfiles(a, b);
  await readTexts(pool, { embedder });
  // Twelve directions with 0.1 of all others: nearly twelve meanings.
  const { reference } = semanticDiversity.estimate(wholePair(pool, 0)) as Figures;
  assert.ok(reference > 8 && reference < 12, `${reference}`);
});

test('too few, or too short, texts are said to be so', async () => {
  const few = await pairOf([30, 30]);
  const short = poolProfiles(
    await profileDocuments([{ text: 'a b' }]),
    await profileDocuments([{ text: 'a c' }]),
  );
  for (const metric of [semanticDiversity, topics, semanticDrift]) {
    assert.match((metric.estimate(few) as { insufficient: string }).insufficient, /half/);
    assert.match(
      (metric.estimate(wholePair(short, 0)) as { insufficient: string }).insufficient,
      /too short/,
    );
  }
});
