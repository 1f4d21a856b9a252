/** Worlds beside model collapse, whose truth the diagnosis is tested on: what each one shows, and does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dot, orthonormal } from '../../stats/orthonormal.js';
import { assertTakenUp } from '../../test/taken-up.js';
import { meanOf } from '../verify/check.js';
import { column, simulate } from '../verify/simulate.js';
import { drift } from './drift.js';
import { forgetting } from './forgetting.js';
import { modeCollapse } from './mode-collapse.js';

const all = { regime: 'schedule:0/0', seed: 11 };

test('the loss on the first of two tasks is what the moments of a random projection say', async () => {
  // E |P1 P2 (I - P1) w|^2 / |P1 w|^2 for uniformly random P2 of rank r, whose moments are
  // E P_ij P_kl = a [ij][kl] + b ([ik][jl] + [il][jk]), and E 1 / chi^2_r = 1 / (r - 2).
  const [d, r] = [40, 8];
  const b = (r * (d - r)) / (d * (d - 1) * (d + 2));
  const a = (r * r - 2 * b * d) / (d * d);
  const theory = (r / (r - 2)) * (r / d - a - (r + 1) * b);
  const runs = await simulate({ ...all, world: forgetting, samples: 50, generations: 2, runs: 400 });
  const { mean, se } = meanOf(column(runs, 2, 'first-task-loss'));
  assert.ok(Math.abs(mean - theory) < 4 * se, `${mean} ± ${se} is not ${theory}`);
  for (const loss of column(runs, 2, 'task-loss')) assert.ok(loss < 1e-20);
});

test('as many rows of the first task as it has directions keep it whole, and one row fewer does not', async () => {
  const at = async (rows: number) => {
    const regime = `anchor:${rows}+fresh:100`;
    const runs = await simulate({
      world: forgetting,
      regime,
      samples: 50 + rows,
      generations: 6,
      runs: 5,
      seed: 1,
    });
    return column(runs, 6, 'first-task-loss');
  };
  for (const loss of await at(8)) assert.ok(loss < 1e-20, String(loss));
  for (const loss of await at(7)) assert.ok(loss > 1e-6, String(loss));
});

test('a seeking learner has at most one mode for each component at once, and what it writes is right', async () => {
  const runs = await simulate({ ...all, world: modeCollapse, samples: 1000, generations: 2, runs: 20 });
  for (const rows of runs) {
    assert.equal(rows[0]!.recall, 1);
    for (const { recall, precision, 'synthetic-share': synthetic } of [rows[1]!, rows[2]!]) {
      assert.ok(recall <= 8 / 25 && precision > 0.99 && synthetic === 0);
    }
  }
});

test('a moving world: the stability index is that of two normals in deciles, today is served, yesterday is not', async () => {
  const options = { moves: 'inputs', speed: 0.5 };
  const runs = await simulate({
    ...all,
    world: drift,
    with: options,
    samples: 20_000,
    generations: 2,
    runs: 5,
  });
  // Deciles of the standard normal, and their shares after a move by 1.
  const edges = [
    -1.2815516, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, 1.2815516,
  ];
  const below = (x: number) => normalCdf(x - 1);
  const shares = [...edges.map(below), 1].map((p, i) => p - (i > 0 ? below(edges[i - 1]) : 0));
  const theory = shares.reduce((sum, q) => sum + (q - 0.1) * Math.log(q / 0.1), 0);
  const { mean } = meanOf(column(runs, 2, 'psi'));
  assert.ok(Math.abs(mean / theory - 1) < 0.02, `${mean} is not ${theory}`);
  for (const variance of column(runs, 2, 'variance')) assert.ok(Math.abs(variance - 1) < 0.05);
  const still = { moves: 'nothing', speed: 0.5 };
  const rest = await simulate({
    ...all,
    world: drift,
    with: still,
    samples: 20_000,
    generations: 2,
    runs: 2,
  });
  for (const psi of column(rest, 2, 'psi')) assert.ok(psi < 0.005);
});

test('orthonormal leaves out what is no new direction, and solves equations on the way', () => {
  const rows = Float64Array.of(3, 4, 10, 6, 8, 20, 0, 2, 4);
  const basis = orthonormal(rows, 3, 2);
  assert.equal(basis.length, 2);
  const [x, y] = [0, 1].map((j) => basis.reduce((sum, row) => sum + row[2] * row[j], 0));
  assert.ok(Math.abs(3 * x + 4 * y - 10) < 1e-12 && Math.abs(2 * y - 4) < 1e-12);
  assert.ok(Math.abs(dot(basis[0].subarray(0, 2), basis[1].subarray(0, 2))) < 1e-12);
});

test('the same seed gives the same run, taken up or not', async () => {
  for (const regime of ['schedule:0/0', 'anchor:0.3+fresh:0.2', 'accumulate']) {
    for (const world of [forgetting, modeCollapse, drift]) {
      await assertTakenUp({ world, regime, samples: 100, generations: 4 });
    }
  }
});

/** Zelen and Severo's approximation, Abramowitz and Stegun 26.2.17: error below 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}
