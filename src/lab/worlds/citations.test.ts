import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertTakenUp } from '../../test/taken-up.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import { citations } from './citations.js';

const base = { world: citations, samples: 1000, regime: 'accumulate', seed: 3 };

test('readers of equal papers cite as throws of balls into boxes do', async () => {
  // Of N equally likely papers n citations name 1 - (1 - 1/N)^n.
  const options = { tool: 0, spread: 0, memory: 1000 };
  const runs = await simulate({ ...base, with: options, generations: 5, runs: 40 });
  for (const year of [0, 1, 5]) {
    const theory = 1 - (1 - 1 / (1000 + 100 * year)) ** 1000;
    const { mean, se } = meanOf(column(runs, year, 'cited'));
    assert.ok(Math.abs(mean - theory) < 4 * se + 0.002, `year ${year}: ${mean} ± ${se} is not ${theory}`);
  }
});

test('without the tool the loop is open: what is learnt from makes no difference', async () => {
  const run = (regime: string) =>
    simulate({ ...base, regime, with: { tool: 0 }, generations: 4, runs: 3 }).then((runs) =>
      runs.map((rows) => rows.map((row) => [row!['top-1'], row!.gini, row!.quality, row!.cited])),
    );
  assert.deepEqual(await run('replace'), await run('accumulate'));
});

test('a tool that finds everything and shows one paper sends all citations there', async () => {
  const runs = await simulate({ ...base, with: { tool: 1, shown: 1 }, generations: 4, runs: 3 });
  for (const rows of runs) assert.equal(rows[4]!['top-1'], 1);
  const ten = await simulate({ ...base, with: { tool: 1, shown: 10 }, generations: 4, runs: 3 });
  for (const rows of ten) assert.equal(rows[4]!['top-1'], 1);
});

test('ten papers that a tool shows get its share of the citations, and from readers a little more', async () => {
  const runs = await simulate({ ...base, with: { tool: 0.3, shown: 10 }, generations: 6, runs: 20 });
  const { mean, se } = meanOf(column(runs, 6, 'top-1'));
  assert.ok(mean > 0.3 && mean < 0.4, `${mean} ± ${se}`);
});

test('the same seed gives the same run, taken up or not', async () => {
  for (const regime of ['replace', 'accumulate', 'accumulate+fresh:0.2']) {
    await assertTakenUp({ world: citations, regime, samples: 200, generations: 4, with: { papers: 20 } });
  }
});
