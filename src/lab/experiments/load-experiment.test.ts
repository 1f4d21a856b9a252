import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { labText } from '../../report/index.js';
import { ConfigError } from '../../util/errors.js';
import { parseYaml } from '../../util/yaml-source.js';
import type { LabInput } from '../lab-input.js';
import { runExperiment } from '../run/run.js';
import { WORLDS } from '../worlds/index.js';
import { armsOf, experimentSchema } from './experiment.js';
import { EXPERIMENTS, experimentNames, loadExperiment, type Overrides } from './load-experiment.js';

function file(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-lab-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'mine.yaml');
  writeFileSync(path, text);
  return path;
}

test('default.yaml explains every field, and says the defaults that hold', () => {
  const text = readFileSync(join(EXPERIMENTS, 'default.yaml'), 'utf8');
  for (const field of Object.keys(experimentSchema.shape)) {
    assert.match(text, new RegExp(`^(# )?${field}: +(\\S+ +# |[A-Z])`, 'm'), field);
  }
  const needed = { title: 'x', world: 'gaussian', samples: 2, generations: 1, seeds: 1 };
  const said = parseYaml(text, 'default.yaml').data as object;
  assert.deepEqual(experimentSchema.parse({ ...needed, ...said }), experimentSchema.parse(needed));
});

test('every experiment that comes with gen0 loads', () => {
  for (const name of experimentNames()) {
    const { experiment, world } = loadExperiment(name);
    assert.ok(armsOf(experiment).length > 0 && world.name === experiment.world, name);
    if (WORLDS.some((each) => each.name === name)) assert.equal(world.name, name, `${name} is another world`);
  }
});

test('what is not said comes from the world, then the defaults; arms differ from what is said', (t) => {
  const path = file(
    t,
    `
title: Two arms
world: gaussian
regime: accumulate
samples: 50
with: { ddof: 1 }
arms:
  plain: {}
  line: { samples: 20, with: { dims: 2 } }
`,
  );
  const { name, experiment } = loadExperiment(path);
  assert.equal(name, 'mine');
  assert.deepEqual(
    [experiment.generations, experiment.seeds, experiment.seed],
    [50, 100, 1],
    "the world's, the world's, the default",
  );
  const [plain, line] = armsOf(experiment);
  assert.deepEqual([plain.regime, plain.samples, plain.with], ['accumulate', 50, { ddof: 1 }]);
  assert.deepEqual([line.regime, line.samples, line.with], ['accumulate', 20, { ddof: 1, dims: 2 }]);
});

test('a world may say its usual regime, and how many samples suit what the user brings', () => {
  assert.equal(loadExperiment('drift').experiment.regime, 'schedule:0/0');
  const columns = [{ name: 'kind', values: ['a', 'b'] }];
  const input: LabInput = { kind: 'table', name: 'x.csv', columns, label: 'kind', rows: 77 };
  assert.equal(loadExperiment('classes').experiment.samples, 1000);
  assert.equal(loadExperiment('classes', { input }).experiment.samples, 77);
  assert.equal(loadExperiment('classes', { input, samples: 50 }).experiment.samples, 50);
});

test('flags go over the file, and what no longer applies is left out and said', (t) => {
  const path = file(
    t,
    `
title: Claimed
world: gaussian
generations: 9
arms: { a: { regime: replace }, b: { regime: accumulate } }
claims:
  - { text: less, metric: variance, arm: a, control: b, direction: lower, generation: 9 }
published:
  - { id: R0, what: w, source: s, metric: variance, arm: a, generation: 9, value: 1 }
`,
  );
  const load = (overrides: Overrides) => loadExperiment(path, overrides);
  const shorter = load({ generations: 5 });
  assert.equal(shorter.experiment.claims[0].generation, undefined);
  assert.equal(shorter.experiment.published.length, 0);
  assert.equal(shorter.notes.length, 2);
  const other = load({ regimes: ['replace', 'anchor:0.5'], with: { ddof: 1 } });
  assert.deepEqual(
    armsOf(other.experiment).map(({ name, regime, with: own }) => [name, regime, own]),
    [
      ['replace', 'replace', { ddof: 1 }],
      ['anchor:0.5', 'anchor:0.5', { ddof: 1 }],
    ],
  );
  assert.match(other.notes.join('\n'), /claims are left out.*\npublished are left out/);
  assert.deepEqual(load({ seeds: 30, seed: 5 }).notes, []);
});

const MISTAKES: [text: string, message: RegExp][] = [
  [
    'title: x\nworld: gausian',
    /mine\.yaml line 2: world: no such world as gausian\. Did you mean "gaussian"\?/,
  ],
  ['title: x', /mine\.yaml: world: Invalid input/],
  ['title: x\nworld: gaussian\nsample: 3', /line 3: sample: unknown key\. Did you mean "samples"\?/],
  ['title: x\nworld: gaussian\nsamples: 1', /line 3: samples: .*>=2/],
  [
    'title: x\nworld: gaussian\nregime: replase',
    /line 3: regime replase: no such step\. Did you mean "replace"/,
  ],
  ['title: x\nworld: gaussian\nregime: weighted:1.5', /line 3: .*must be a number from 0 to 1/],
  ['title: x\nworld: gaussian\nwith:\n  ddoff: 1', /line 4: with\.ddoff: unknown key\. Did you mean "ddof"/],
  ['title: x\nworld: gaussian\nwith:\n  dims: .nan', /line 4: with\.dims: .*NaN/],
  ['title: x\nworld: gaussian\narms:\n  a: { regime: fresh:x }', /line 4: .*must be a number/],
  [
    'title: x\nworld: gaussian\narms:\n  a: { regim: replace }',
    /line 4: arms\.a\.regim: unknown key\. Did you mean "regime"/,
  ],
  [
    'title: x\nworld: gaussian\nwatch: [varianc]',
    /line 3: watch\[0\]: no such metric.*Did you mean "variance"/,
  ],
  [
    'title: x\nworld: gaussian\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: c, direction: lower }',
    /line 5: claims\[0\]\.control: no such arm as c\. .*There are a, b/,
  ],
  [
    'title: x\nworld: gaussian\nevery: 4\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: b, direction: lower, generation: 7 }',
    /line 6: claims\[0\]\.generation: generation 7 is not measured; every: 4/,
  ],
  [
    'title: x\nworld: gaussian\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: b, direction: lower, controlMetric: w3 }',
    /line 5: claims\[0\]\.controlMetric: no such metric of gaussian as w3\. Did you mean "w2"\?/,
  ],
  [
    'title: x\nworld: gaussian\ngenerations: 5\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: b, direction: lower, controlGeneration: 7 }',
    /line 6: claims\[0\]\.controlGeneration: generation 7 is not measured; arm b ends at 5/,
  ],
  [
    'title: x\nworld: gaussian\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: b, steps: up, direction: higher }',
    /line 5: claims\[0\]\.control: steps are counted in one arm; write a here too/,
  ],
  [
    'title: x\nworld: gaussian\narms: { a: {}, b: {} }\nclaims:\n  - { text: t, metric: w2, arm: a, control: a, steps: up, direction: higher, generation: 1 }',
    /line 5: claims\[0\]\.steps: no step lies between generations 1 and 1/,
  ],
  [
    'title: x\nworld: gaussian\nclaims:\n  - { text: t, metric: w2, arm: a, control: b, direction: up }',
    /line 4: claims\.0\.direction: must be one of higher, lower/,
  ],
  [
    'title: x\nworld: gaussian\npublished:\n  - { id: R0, what: w, source: s, metric: w2, arm: replace, generation: 1, value: [1] }',
    /line 4: published\.0\.value/,
  ],
  [
    'title: x\nworld: gaussian\narms: { a: {}, b: {} }\nattribute: { metric: w2, arms: [a, b], whole: c }',
    /line 4: attribute\.whole: no such arm as c\./,
  ],
  ['title: x\nworld: gaussian\nseeds: 1000000\ngenerations: 100000', /would keep .* measure less often/],
  ['- a', /must hold fields/],
  ['title: [', /no valid YAML/],
];

test('what does not fit is refused with file, line and remedy', (t) => {
  for (const [text, message] of MISTAKES) {
    const path = file(t, text);
    assert.throws(
      () => loadExperiment(path),
      (error) => error instanceof ConfigError && message.test(error.message),
      `${text}\n${failure(path)}`,
    );
  }
  assert.throws(() => loadExperiment('none.yaml'), /none\.yaml: no such file/);
  assert.throws(() => loadExperiment('gausian'), /no such world or experiment\. Did you mean "gaussian"/);
  assert.throws(() => loadExperiment('gaussian', { with: { dims: 0 } }), /gaussian: with\.dims: /);
  assert.throws(() => loadExperiment('gaussian', { regimes: ['anchor:-1'] }), /gaussian: .*at least 0/);
});

function failure(path: string): string {
  try {
    loadExperiment(path);
    return 'loads';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a claim sets one generation or metric of an arm against another, run by run', async () => {
  const { experiment } = loadExperiment('gaussian', { regimes: ['replace'], generations: 6, seeds: 5 });
  const common = { arm: 'replace', control: 'replace', direction: 'lower' as const, least: 0 };
  const claims = [
    { ...common, text: 'over time', metric: 'variance', generation: 5, controlGeneration: 1 },
    { ...common, text: 'of two', metric: 'variance', controlMetric: 'w2' },
  ];
  const result = await runExperiment({ ...experiment, claims }, { version: 'test', jobs: 1 });
  const [{ metrics }] = result.arms;
  const mean = (metric: string, generation: number) => metrics[metric].mean[generation]!;
  const [overTime, ofTwo] = result.claims.map(({ difference }) => difference!);
  assert.ok(Math.abs(overTime - (mean('variance', 5) - mean('variance', 1))) < 1e-12);
  assert.ok(Math.abs(ofTwo - (mean('variance', 6) - mean('w2', 6))) < 1e-12);
  const printed = labText(result, { colour: false });
  assert.match(printed, /replace -\s+replace\s+\(generation\s+1\)/);
  assert.match(printed, /replace -\s+replace\s+\(w2\)/);
});

test('what an experiment needs is asked for by its flag, and figures hold for that much of it only', async (t) => {
  const path = file(
    t,
    `
title: Digits
world: digits
needs: { what: ten images, size: 10 }
published:
  - { id: X, what: spread, source: nobody, metric: spread, arm: replace, generation: 5, value: 1 }
`,
  );
  const { experiment } = loadExperiment(path);
  await assert.rejects(
    runExperiment(experiment, { name: 'mine', version: 'test' }),
    /^ConfigError: mine needs ten images, .* --images PATH$/,
  );
  const images = (count: number): LabInput => ({
    kind: 'images',
    name: 'some',
    width: 2,
    height: 2,
    pixels: new Uint8Array(4 * count),
  });
  assert.equal(loadExperiment(path, { input: images(10) }).experiment.published.length, 1);
  assert.equal(loadExperiment(path, { input: images(11) }).experiment.published.length, 0);
});
