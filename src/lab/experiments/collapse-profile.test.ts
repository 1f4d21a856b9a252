import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { runLoop } from '../loop/loop.js';
import { parseRegime } from '../loop/regime.js';
import { gaussian } from '../worlds/gaussian.js';
import { collapseProfile } from './collapse-profile.js';
import type { ArmResult, Curve } from './result.js';

/** Runs the normal world; nothing is made up. */
async function arm(
  regime: string,
  samples: number,
  generations: number,
  ddof: 0 | 1,
  runs: number,
): Promise<ArmResult> {
  const setup = await gaussian.setup(gaussian.parameters.parse({ ddof }), newRandom(1));
  const figures: Record<string, number[][]> = {};
  for (let seed = 0; seed < runs; seed++) {
    await runLoop(
      setup,
      { samples, growth: 0, generations, regime: parseRegime(regime) },
      {
        seed,
        onGeneration: (generation) => {
          for (const [metric, value] of Object.entries(generation?.values ?? {})) {
            figures[metric] ??= [];
            figures[metric][generation!.generation] ??= [];
            figures[metric][generation!.generation].push(value);
          }
        },
      },
    );
  }
  const curve = (rows: number[][]): Curve => {
    const mean = rows.map((row) => row.reduce((a, b) => a + b, 0) / row.length);
    const se = rows.map((row, i) =>
      Math.sqrt(row.reduce((a, b) => a + (b - mean[i]) ** 2, 0) / (row.length - 1) / row.length),
    );
    return { mean, se, median: mean, low: mean, high: mean };
  };
  return {
    name: regime,
    regime,
    samples,
    growth: 0,
    generations,
    with: { ddof },
    measured: Array.from({ length: generations + 1 }, (_, g) => g),
    metrics: Object.fromEntries(Object.entries(figures).map(([metric, rows]) => [metric, curve(rows)])),
    last: Object.fromEntries(Object.entries(figures).map(([metric, rows]) => [metric, rows[generations]])),
    pictures: [],
    lost: [],
  };
}

const outcomes = (one: ArmResult, family = [one]) =>
  Object.fromEntries(collapseProfile(one, gaussian.roles!, family).map(({ id, outcome }) => [id, outcome]));

test('replacing shows rising risk and vanishing variance, accumulating neither doubling nor divergence', async () => {
  const replace = outcomes(await arm('replace', 30, 60, 0, 60));
  assert.equal(replace['catastrophic-risk'], 'shown');
  assert.equal(replace['any-risk'], 'shown');
  assert.equal(replace.variance, 'shown');
  const kept = outcomes(await arm('accumulate', 30, 30, 0, 4000));
  assert.equal(kept['any-risk'], 'shown');
  assert.equal(kept['diverging-risk'], 'not shown');
  assert.equal(kept.variance, 'cannot say');
  const large = outcomes(await arm('accumulate', 2000, 20, 0, 40));
  assert.equal(large.variance, 'not shown');
});

test('with ddof 1 the mean variance stays, and the typical run is still found to collapse', async () => {
  const one = await arm('replace', 20, 120, 1, 200);
  const found = collapseProfile(one, gaussian.roles!, [one]).find(({ id }) => id === 'variance')!;
  assert.equal(found.outcome, 'shown', found.because);
});

test('what a world does not measure, and a scaling law of one size, is not said', async () => {
  const one = await arm('replace', 50, 5, 0, 10);
  const found = outcomes(one);
  for (const id of ['scaling-law', 'modes', 'tail', 'invented']) assert.equal(found[id], 'cannot say', id);
  assert.equal(Object.keys(found).length, 8);
});

test('the scaling law in the sample size holds while replacing: the risk falls as 1 / M at every generation', async () => {
  const family = await Promise.all([50, 200, 800].map((samples) => arm('replace', samples, 5, 0, 400)));
  const found = collapseProfile(family[0], gaussian.roles!, family).find(({ id }) => id === 'scaling-law')!;
  assert.equal(found.outcome, 'not shown', found.because);
  assert.match(found.because, /power -(0\.9|1(\.0|\b))/);
});
