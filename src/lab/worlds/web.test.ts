import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { assertTakenUp } from '../../test/taken-up.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import { zipf } from './alphabet.js';
import { web } from './web.js';
import { measureBuilder, NEWS } from './web-measures.js';
import { countTypes, takeSome } from './web-pages.js';

const small = { types: 200, crawl: 400 };
const base = { world: web, samples: 400, regime: 'accumulate+schedule:0/0.9+keep:0.9', seed: 9 };

function assertMean(figures: number[], theory: number, what: string, slack = 0): void {
  const { mean, se } = meanOf(figures);
  assert.ok(Math.abs(mean - theory) <= 4 * se + slack, `${what}: ${mean} ± ${se} is not ${theory}`);
}

test('being first is no advantage in a web of people where nothing vanishes and nothing is new', async () => {
  const options = { ...small, rot: 0, news: 0 };
  const regime = 'accumulate+schedule:0/0';
  const runs = await simulate({ ...base, regime, with: options, generations: 6, runs: 60 });
  assertMean(column(runs, 6, 'gap'), 0, 'gap');
  // Year 1: everybody has all pages of year 0, and of the rare subjects those that n draws have met.
  const { shares } = zipf(1, 0, small.types);
  let [from, held] = [shares.length, 0];
  while (held + shares[from - 1] <= 0.2) held += shares[--from];
  const theory = shares.slice(from).reduce((sum, p) => sum + 1 - (1 - p) ** 400, 0) / (shares.length - from);
  assertMean(column(runs, 1, 'tail-late'), theory, 'tail');
  assertMean(column(runs, 1, 'gap'), 0, 'gap of year 1');
});

test('with every label read and an open archive the latecomer is as good as the first', async () => {
  const options = { ...small, labels: 1, preserved: true };
  const runs = await simulate({ ...base, with: options, generations: 8, runs: 60 });
  assertMean(column(runs, 8, 'gap'), 0, 'gap');
  for (const share of column(runs, 8, 'synthetic-used')) assert.equal(share, 0);
  for (const share of column(runs, 8, 'archive-left')) assert.equal(share, 1);
});

test('in an unmarked web the first builder keeps more of the tail', async () => {
  const runs = await simulate({ ...base, with: small, generations: 12, runs: 20 });
  const { mean, se } = meanOf(column(runs, 12, 'gap'));
  assert.ok(mean > 4 * se, `${mean} ± ${se}`);
});

test('what is online and what is left of year 0 follow from the schedule and the rot', async () => {
  const generations = 10;
  const runs = await simulate({ ...base, with: { ...small, rot: 0.2 }, generations, runs: 40 });
  assertMean(column(runs, 10, 'archive-left'), 0.8 ** 10, 'archive');
  const kept = await simulate({ ...base, with: { ...small, rot: 0 }, generations, runs: 1 });
  let synthetic = 0;
  for (let year = 1; year < generations; year++) {
    const share = (0.9 * (year + 1 - 2)) / (generations - 2);
    synthetic += 400 - Math.round((1 - share) * 400);
  }
  assert.equal(kept[0][10]!['synthetic-online'], synthetic / (400 * generations));
});

test('people may stop, write less, or withhold what they write', async () => {
  const online = async (options: object) => {
    const own = { ...small, rot: 0, ...options };
    const regime = 'accumulate+schedule:0.5/0.5';
    const [rows] = await simulate({ ...base, regime, with: own, generations: 5, runs: 1 });
    return rows[5]!['synthetic-online'];
  };
  // Years 0 to 4 of 400 pages; from year 1 on half of them are synthetic.
  assert.equal(await online({}), 800 / 2000);
  assert.equal(await online({ ends: 3 }), (2 * 200 + 2 * 400) / 2000);
  assert.equal(await online({ supply: 100 }), (4 * 300) / 2000);
  assert.equal(await online({ withheld: 1 }), 800 / 1200);
});

test('a builder by hand: tail, total variation and news', () => {
  const measure = measureBuilder(Float64Array.of(0.5, 0.3, 0.1, 0.1), 0.25);
  const counts = new Uint32Array(4 + NEWS + 1);
  counts.set([5, 4, 1, 0]);
  counts[4 + NEWS] = 3;
  counts[5] = 1;
  const { tail, tv, facts } = measure(counts, 3);
  assert.equal(tail, 1 / 2);
  assert.ok(Math.abs(tv - 0.1) < 1e-15);
  assert.equal(facts, 2 / (2 * NEWS));
  assert.ok(Number.isNaN(measure(counts, 1).facts));
});

test('takeSome takes every free place at the most, and no place twice', () => {
  const taken = Uint8Array.of(0, 1, 0, 0, 0, 0);
  assert.equal(takeSome(Uint32Array.of(0, 1, 2), 5, taken, newRandom(1)), 2);
  assert.deepEqual([...taken], [1, 1, 1, 0, 0, 0]);
  assert.deepEqual([...countTypes(Uint32Array.of(7, 2, 2, 9, 9, 9), taken)], [0, 0, 2, 0, 0, 0, 0, 1]);
});

test('the same seed gives the same run, taken up or not', async () => {
  for (const regime of [base.regime, 'replace', 'accumulate+fresh:0.3']) {
    const options = { ...small, labels: 0.5, withheld: 0.2, preserved: true };
    await assertTakenUp({ world: web, regime, samples: 200, generations: 4, with: options });
  }
});
