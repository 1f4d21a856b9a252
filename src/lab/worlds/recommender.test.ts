import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gini } from '../../stats/gini.js';
import { newRandom } from '../../stats/random.js';
import { assertTakenUp } from '../../test/taken-up.js';
import type { LabInput } from '../lab-input.js';
import { fitRatings } from '../learners/fit-ratings.js';
import { lowRank, scoreOf } from '../learners/low-rank.js';
import { runOne } from '../run/run-one.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import { measureConsumption } from './consumption.js';
import { highest } from './highest.js';
import { recommender } from './recommender.js';

const small = { users: 40, items: 80 };
const base = { world: recommender, samples: 400, seed: 7 };

test('what an ideal recommender makes of its users is the same in every generation', async () => {
  const runs = await simulate({
    ...base,
    with: { ...small, recommender: 'ideal' },
    generations: 8,
    runs: 20,
  });
  for (const metric of ['homogeneity', 'utility']) {
    const [first, last] = [1, 8].map((generation) => column(runs, generation, metric));
    const { mean, se } = meanOf(last.map((x, i) => x - first[i]));
    assert.ok(Math.abs(mean) < 4 * se, `${metric} moved by ${mean} ± ${se}`);
    // The control that stands beside every run is this very arm.
    const control = meanOf(last.map((x, i) => x - runs[i][8]![`${metric}-ideal`]));
    assert.ok(Math.abs(control.mean) < 4 * control.se);
  }
  const certain = await simulate({
    ...base,
    with: { ...small, recommender: 'ideal', blur: 0 },
    generations: 3,
    runs: 2,
  });
  for (const rows of certain) {
    // To rounding: the sums are taken in another order.
    const same = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);
    for (const metric of ['homogeneity', 'utility', 'gini']) same(rows[3]![metric], rows[1]![metric]);
    for (const metric of ['homogeneity', 'utility']) same(rows[3]![metric], rows[3]![`${metric}-ideal`]);
  }
});

test('trained on its own output it makes users more alike; trained once it does not go on', async () => {
  const at = (regime: string) => simulate({ ...base, with: small, regime, generations: 8, runs: 12 });
  const [repeated, once] = [await at('replace'), await at('replay:400')];
  const rise = (runs: typeof once) => {
    const first = column(runs, 1, 'homogeneity');
    return meanOf(column(runs, 8, 'homogeneity').map((x, i) => x - first[i]));
  };
  assert.ok(rise(repeated).mean > 4 * rise(repeated).se);
  assert.ok(Math.abs(rise(once).mean) < 4 * rise(once).se);
});

test('a list of the most popular items without a choice makes all users the same', async () => {
  const options = { ...small, recommender: 'popularity', choice: 1 };
  const [rows] = await simulate({ ...base, with: options, generations: 12, runs: 1 });
  assert.equal(rows[12]!.homogeneity, 1);
  assert.equal(rows[12]!['items-reached'], 10 / 80);
});

test('homogeneity, reach and utility of three users, by hand', () => {
  const measure = measureConsumption({
    users: 3,
    items: 40,
    dims: 1,
    interests: Float64Array.of(1, 2, -3),
    utility: Float64Array.from({ length: 120 }, (_, i) => i),
    itemName: String,
  });
  const values = measure({
    user: Uint32Array.of(0, 0, 1, 1, 2),
    item: Uint32Array.of(0, 39, 39, 5, 39),
  });
  // {0, 39}, {39, 5} and {39}: 1/3, 1/2 and 1/2. Nearest: 1 to 0, 0 to 1, and 0 to 2, who is as far from both.
  assert.ok(Math.abs(values.homogeneity - (1 / 3 + 1 / 2 + 1 / 2) / 3) < 1e-15);
  assert.ok(Math.abs(values['homogeneity-near'] - (1 / 3 + 1 / 3 + 1 / 2) / 3) < 1e-15);
  assert.equal(values['items-reached'], 3 / 40);
  assert.equal(values.utility, (0 + 39 + 79 + 45 + 119) / 5);
  assert.equal(values['utility-niche'], 119);
});

test('Gini: equal amounts 0, one owner of all 1 - 1/n, and 1 to n (n - 1) / 3n', () => {
  assert.ok(Math.abs(gini([3, 3, 3, 3])) < 1e-15);
  assert.ok(Math.abs(gini([0, 0, 0, 9]) - 0.75) < 1e-15);
  assert.ok(Math.abs(gini([5, 4, 3, 2, 1]) - 4 / 15) < 1e-15);
});

test('highest: as sorting gives, ties by place', () => {
  assert.deepEqual([...highest(Float64Array.of(2, 9, 4, 9, 4, 4), 4)], [1, 2, 3, 4]);
  assert.deepEqual([...highest(Float64Array.of(1, 2), 5)], [0, 1]);
  assert.deepEqual([...highest(Float64Array.of(0, 0, 0), 0)], []);
});

test('low rank: all directions give the counts back, one gives the product of a product', () => {
  const counts = [
    [2, 0, 1],
    [0, 3, 1],
    [1, 1, 0],
    [4, 0, 2],
  ];
  const [user, item]: number[][] = [[], []];
  counts.forEach((row, u) => {
    row.forEach((count, i) => {
      for (let c = 0; c < count; c++) {
        user.push(u);
        item.push(i);
      }
    });
  });
  const entries = { user: Uint32Array.from(user), item: Uint32Array.from(item), weight: undefined };
  const full = lowRank(entries, 4, 3, 3, newRandom(1));
  for (const [u, row] of counts.entries()) {
    for (const [i, count] of row.entries()) assert.ok(Math.abs(scoreOf(full, u, i) - count) < 1e-9);
  }
  const outer = {
    user: Uint32Array.of(0, 0, 1, 1),
    item: Uint32Array.of(0, 1, 0, 1),
    weight: Float64Array.of(1, 2, 3, 6),
  };
  const one = lowRank(outer, 2, 2, 1, newRandom(1));
  for (const [e, weight] of outer.weight.entries()) {
    assert.ok(Math.abs(scoreOf(one, outer.user[e], outer.item[e]) - weight) < 1e-9);
  }
});

/** Two groups of users, each with half of the items that it likes, and two in three of all ratings given. */
function ratings(): LabInput & { kind: 'ratings' } {
  const random = newRandom(4);
  const [user, item, value]: number[][] = [[], [], []];
  for (let u = 0; u < 30; u++) {
    for (let i = 0; i < 40; i++) {
      if (random.uniform() < 1 / 3) continue;
      user.push(u);
      item.push(i);
      value.push(u % 2 === i % 2 ? 5 : 1);
    }
  }
  return {
    kind: 'ratings',
    name: 'small.inter',
    users: Array.from({ length: 30 }, (_, u) => `u${u}`),
    items: Array.from({ length: 40 }, (_, i) => `m${i}`),
    ratings: { user: Uint32Array.from(user), item: Uint32Array.from(item), value: Float64Array.from(value) },
  };
}

test('tastes fitted to ratings tell the likes of users who did not rate an item', () => {
  const { predicted } = fitRatings(ratings().ratings, 30, 40, 2, newRandom(2));
  for (let u = 0; u < 30; u++) {
    for (let i = 0; i < 40; i++) {
      const likes = predicted[u * 40 + i] > 3;
      assert.equal(likes, u % 2 === i % 2, `user ${u}, item ${i}`);
    }
  }
});

test('given ratings: lost items by their names, and too many samples refused with the remedy', async () => {
  const input = ratings();
  const arm = {
    name: 'arm',
    regime: 'replace',
    samples: 300,
    growth: 0,
    generations: 8,
    with: { recommender: 'popularity', choice: 1 },
  };
  const run = { world: recommender, arm, every: 1, seed: 1, input, pictured: false };
  const { lost } = await runOne(run);
  assert.ok(lost.length >= 20 && lost.every(([name]) => /^m\d+$/.test(name)));
  assert.equal(recommender.samplesFor!(input), 300);
  await assert.rejects(
    runOne({ ...run, arm: { ...arm, samples: 1201 } }),
    /1201 samples give each of 30 users 41 items, and there are 40; lower samples to 1200/,
  );
});

test('the same seed gives the same run, taken up or not', async () => {
  for (const regime of ['replace', 'accumulate+fresh:0.1', 'anchor:0.2+weighted:0.5']) {
    await assertTakenUp({ world: recommender, regime, samples: 200, generations: 4, with: small });
    await assertTakenUp({
      world: recommender,
      regime,
      samples: 200,
      generations: 4,
      with: { rank: 2 },
      input: ratings(),
    });
  }
});
