import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Documents, emptyDocuments } from '../lab/text/documents.js';
import { survival } from '../lab/verify/branching.js';
import { newRandom, type Random } from '../stats/random.js';
import type { Feeding, HumanText } from './feeding.js';
import { rareTypes, shareAlive } from './rare-types.js';
import { simulateFeeding } from './simulate-feeding.js';
import { setupOf } from './tail-ngram.js';
import { unigramTail } from './tail-unigram.js';

const TYPES = 2000;

/** Documents of 20 to 80 tokens; common types everywhere, each rare one in few documents, in bursts. */
function madeText(size: number, random: Random): Documents {
  const text = emptyDocuments(Array.from({ length: size }, () => 20 + random.below(61)));
  for (let i = 0; i < text.pieces.length; i++) text.pieces[i] = Math.floor(50 * random.uniform() ** 2);
  for (let type = 50; type < TYPES; type++) {
    const burst = random.below(size);
    for (let n = random.below(5); n >= 0; n--) {
      const d = random.uniform() < 0.5 ? burst : random.below(size);
      text.pieces[text.starts[d] + random.below(text.starts[d + 1] - text.starts[d])] = type;
    }
  }
  return text;
}

const random = newRandom(1);
const human: HumanText = { first: madeText(60, random), supply: madeText(40, random), types: TYPES };
const rare = rareTypes(human, 'replace');

const feeding = (changes: Partial<Feeding>): Feeding => ({
  strategy: 'replace',
  documents: 60,
  human: 0,
  generations: 4,
  ...changes,
});

test('a rare type is one with at most 5 tokens, and alive where the text holds it', () => {
  const counts = new Map<number, number>();
  for (const piece of human.first.pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const expected = [...counts.values()].filter((count) => count <= 5).sort();
  assert.deepEqual([...rare.counts].sort(), expected);
  assert.equal(shareAlive(rare, human.first), 1);
  assert.equal(shareAlive(rare, emptyDocuments([3])), 0);
});

test('without human data it is the closed form of Suresh et al.: 1 - exp(-c g_k) for c tokens', () => {
  const tail = unigramTail(human, feeding({ generations: 20 }), rare);
  for (const k of [1, 2, 5, 10, 20]) {
    let alive = 0;
    for (const count of rare.counts) alive += 1 - Math.exp(-count * survival(k));
    assert.ok(Math.abs(tail[k - 1].mean - alive / rare.counts.length) < 1e-12);
  }
});

test('human documents of which all are drawn leave what generation 1 leaves, and more of them leave more', () => {
  const all = unigramTail(human, feeding({ strategy: 'anchor', human: 60 }), rare);
  for (const { mean } of all) assert.ok(Math.abs(mean - all[0].mean) < 1e-9);
  for (const strategy of ['anchor', 'fresh'] as const) {
    let last = 0;
    for (const n of [0, 1, 6, 20, 39, 60]) {
      const { mean } = unigramTail(human, feeding({ strategy, human: n }), rareTypes(human, strategy))[3];
      assert.ok(mean > last, `${strategy} ${n}: ${mean} after ${last}`);
      last = mean;
    }
  }
});

/** Mean and variance of many runs of the lab's own loop against the moments of the closed form. */
test('the lab has the mean and the spread between runs that the closed form gives, under every strategy', async () => {
  const RUNS = 120;
  const setup = setupOf(human, { order: 1, smoothing: 'none' });
  for (const each of [
    feeding({}),
    feeding({ strategy: 'anchor', human: 6 }),
    feeding({ strategy: 'anchor', human: 30, documents: 50 }),
    feeding({ strategy: 'replay', human: 20 }),
    feeding({ strategy: 'fresh', human: 20 }),
    feeding({ strategy: 'fresh', human: 50, documents: 90, generations: 4 }),
    feeding({ strategy: 'accumulate', generations: 4 }),
    feeding({ strategy: 'accumulate', human: 12, documents: 40, generations: 4 }),
  ]) {
    const rare = rareTypes(human, each.strategy);
    const last = unigramTail(human, each, rare)[each.generations - 1];
    let [sum, square] = [0, 0];
    for (let seed = 0; seed < RUNS; seed++) {
      const z =
        ((await simulateFeeding(setup, each, rare, { seed, every: 100 }))[each.generations] - last.mean) /
        last.sd;
      sum += z;
      square += z * z;
    }
    const shown = `${each.strategy} ${each.human}: z ${sum / RUNS}, z^2 ${square / RUNS}`;
    // Within a tenth of a run's own deviation, and of its size: far below what an interval for one run shows.
    assert.ok(Math.abs(sum / RUNS) < 4 / Math.sqrt(RUNS) + 0.1, shown);
    assert.ok(square / RUNS > 0.7 && square / RUNS < 1.4, shown);
  }
});
