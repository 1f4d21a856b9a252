import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { type Schedule, schedule } from './schedule.js';

/** Two sources of documents of the given lengths; the first counts `human`. */
function setting(first: number[], second: number[], human: number, more: Partial<Schedule>): Schedule {
  const tokens = [...first, ...second];
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
  const order = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    queues: [
      { order: order(0, first.length), quota: sum(first), copies: 1 },
      { order: order(first.length, tokens.length), quota: sum(second), copies: 1 },
    ],
    tokens: (document) => tokens[document],
    human: (document) => (document < first.length ? human : 0),
    shards: 1,
    floor: 0,
    confidence: 0,
    sourceCap: 1,
    groupCap: 1,
    groups: [-1, -1],
    ...more,
  };
}

test('a shard is mixed evenly from its beginning', () => {
  const {
    shards: [shard],
  } = schedule(setting([5, 5, 5, 5], [5, 5], 1, {}));
  assert.deepEqual([...shard.sources], [0, 1, 0, 0, 1, 0]);
  assert.equal(shard.tokens, 30);
  assert.equal(shard.human, 20);
});

test('a long human document makes synthetic ones wait for the shard that it is in', () => {
  // Shards of 50 tokens: the human document of 60 fits into the second only.
  const { shards } = schedule(setting([60], new Array(8).fill(5), 1, { shards: 2, floor: 0.5 }));
  assert.deepEqual(
    shards.map(({ tokens, human }) => [tokens, human]),
    [[100, 60]],
  );
});

test('the floor counts luck: the chance that a shard has less human text than it counts is below 1 - confidence', () => {
  const random = newRandom(5);
  const lengths = Array.from({ length: 400 }, () => 20 + random.below(200));
  const { shards } = schedule(setting(lengths, [1], 0.6, { shards: 4, confidence: 0.9 }));
  const tokens = (document: number) => lengths[document] ?? 1;
  let broken = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const isHuman = lengths.map(() => random.uniform() < 0.6);
    const bad = shards.some(({ documents, human }) => {
      const sum = documents.reduce((all, each) => all + (isHuman[each] ? tokens(each) : 0), 0);
      return sum < human;
    });
    if (bad) broken++;
  }
  assert.ok(broken / 2000 < 0.1, `${broken}`);
  const { shards: plain } = schedule(setting(lengths, [1], 0.6, { shards: 4, confidence: 0 }));
  assert.ok(plain[0].human > shards[0].human && shards[0].human > 0.4 * shards[0].tokens);
});

test('a cap that whole documents miss is kept by leaving the last ones out', () => {
  const { shards } = schedule(setting(new Array(11).fill(10), new Array(10).fill(10), 1, { sourceCap: 0.5 }));
  assert.deepEqual(shards[0].tokensBySource, [100, 100]);
});
