import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { newRandom } from '../stats/random.js';
import { DataError } from '../util/errors.js';
import { type AdamOptions, adam, parametersOf } from './adam.js';
import { loadStore, saveStore } from './checkpoint.js';
import { compile } from './executor.js';
import { input, newGraph, parameter } from './graph.js';
import { transformerTraining } from './models/transformer.js';
import { linear } from './ops/linear.js';
import { binaryCrossEntropy } from './ops/losses.js';
import { fillStore, parameterCount } from './store.js';
import { type Training, trainStep } from './train.js';

/** Logistic regression, 3 inputs, 2 outputs, 4 rows. */
async function logistic(options: AdamOptions): Promise<Training> {
  const graph = newGraph();
  const x = input(graph, 'x', [4, 3]);
  const y = input(graph, 'y', [4, 2]);
  const w = parameter(graph, 'w', [3, 2], { kind: 'normal', scale: 1 });
  const b = parameter(graph, 'b', [2], { kind: 'constant', value: 0 });
  const loss = binaryCrossEntropy(linear(x, w, b), y);
  adam(loss, parametersOf(loss), options);
  assert.equal(parameterCount(graph), 8);
  const store = fillStore(new Map(), graph, newRandom(1));
  return { program: await compile(graph), store, steps: 0, options };
}

const random = newRandom(2);
const batches = Array.from({ length: 30 }, () => ({
  x: Float32Array.from({ length: 12 }, () => random.normal()),
  y: Float32Array.from({ length: 8 }, () => random.below(2)),
}));

/** The same by the textbook: gradients, norm, clipping, AdamW with m̂ and v̂. */
function textbook(w: number[], b: number[], options: AdamOptions, rate: number): number[] {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0, penalty = 0, clip = Infinity } = options;
  const p = [...w, ...b];
  const [m, v] = [p.map(() => 0), p.map(() => 0)];
  for (const [t, { x, y }] of batches.entries()) {
    const g = p.map(() => 0);
    for (let row = 0; row < 4; row++) {
      for (let out = 0; out < 2; out++) {
        let logit = p[6 + out];
        for (let k = 0; k < 3; k++) logit += x[row * 3 + k] * p[k * 2 + out];
        const error = (1 / (1 + Math.exp(-logit)) - y[row * 2 + out]) / 4;
        for (let k = 0; k < 3; k++) g[k * 2 + out] += error * x[row * 3 + k];
        g[6 + out] += error;
      }
    }
    const shrink = Math.min(1, clip / (Math.hypot(...g) + 1e-6));
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i] * shrink + penalty * p[i];
      m[i] = beta1 * m[i] + (1 - beta1) * gradient;
      v[i] = beta2 * v[i] + (1 - beta2) * gradient ** 2;
      const [mHat, vHat] = [m[i] / (1 - beta1 ** (t + 1)), v[i] / (1 - beta2 ** (t + 1))];
      if (i < 6) p[i] *= 1 - rate * decay;
      p[i] -= (rate * mHat) / (Math.sqrt(vHat) + epsilon);
    }
  }
  return p;
}

const CASES: [name: string, options: AdamOptions][] = [
  ['Adam', {}],
  ['Adam with an epsilon that matters', { epsilon: 0.1, beta1: 0.5, beta2: 0.9 }],
  ['AdamW, whose decay spares what has one dimension', { decay: 0.5 }],
  ['Adam with decay by the gradients, of all weights', { penalty: 0.3, clip: 0.5 }],
  ['Adam on gradients clipped by their norm', { clip: 0.2, epsilon: 0.05 }],
];
for (const [name, options] of CASES) {
  test(`${name} takes the steps of the textbook`, async () => {
    const training = await logistic(options);
    const start = ['w', 'b'].map((key) => Array.from(training.store.get(key)!.data));
    for (const batch of batches) await trainStep(training, batch, 0.05);
    const found = ['w', 'b'].flatMap((key) => Array.from(training.store.get(key)!.data));
    const expected = textbook(start[0], start[1], options, 0.05);
    for (const [i, value] of expected.entries()) {
      assert.ok(Math.abs(found[i] - value) < 1e-4, `${i}: ${found[i]}, textbook ${value}`);
    }
    await training.program.close();
  });
}

test('a step that diverges is refused, and the state before it is kept', async () => {
  const training = await logistic({});
  for (const batch of batches.slice(0, 5)) await trainStep(training, batch, 0.05);
  const kept = [...training.store].map(([name, { data }]) => [name, data.slice()]);
  const [{ x, y }] = batches;
  await assert.rejects(trainStep(training, { x: x.map(() => Number.NaN), y }, 0.05), (error: Error) => {
    assert.ok(error instanceof DataError);
    assert.match(error.message, /diverged at step 6: loss NaN.*state of step 5 is kept.*below 0.05/);
    return true;
  });
  // A huge input: the loss is finite still, the norm of the gradients is not.
  await assert.rejects(
    trainStep(training, { x: x.map(() => 1e25), y: y.map(() => 0.5) }, 0.05),
    /diverged at step 6/,
  );
  assert.equal(training.steps, 5);
  assert.deepEqual(
    [...training.store].map(([name, { data }]) => [name, data]),
    kept,
  );
  assert.ok(Number.isFinite((await trainStep(training, batches[5], 0.05)).loss));
  await training.program.close();
});

test('any number of threads takes the same steps, byte for byte', async () => {
  const trained = async (threads: number) => {
    const random = newRandom(3);
    const graph = transformerTraining({ vocabulary: 512, context: 32, width: 64, heads: 4, layers: 1 }, 8);
    const training = {
      program: await compile(graph, { threads }),
      store: fillStore(new Map(), graph, random),
      steps: 0,
    };
    const tokens = () => Int32Array.from({ length: 8 * 32 }, () => random.below(512));
    for (let step = 0; step < 4; step++) {
      await trainStep(training, { tokens: tokens(), targets: tokens() }, 1e-3);
    }
    await training.program.close();
    return [...training.store.values()].map(({ data }) => data);
  };
  const one = await trained(1);
  for (const threads of [2, 3]) assert.deepEqual(await trained(threads), one, `${threads} threads`);
});

test('training that is saved in the middle goes on to the same bytes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-nn-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'state.safetensors');
  const training = await logistic({ decay: 0.1 });
  for (const [i, batch] of batches.entries()) {
    await trainStep(training, batch, 0.05);
    if (i === 10) saveStore(path, training.store, { steps: training.steps });
  }
  const { store, facts } = loadStore(path);
  const resumed: Training = { ...training, store, steps: (facts as { steps: number }).steps };
  for (const batch of batches.slice(resumed.steps)) await trainStep(resumed, batch, 0.05);
  for (const [name, { data, shape }] of training.store) {
    assert.deepEqual(resumed.store.get(name)!.shape, shape);
    assert.deepEqual(resumed.store.get(name)!.data, data, name);
  }
  await training.program.close();

  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 4));
  assert.throws(() => loadStore(path), /state.safetensors: cannot be read .* is cut short/);
  writeFileSync(path, whole.subarray(0, 40));
  assert.throws(() => loadStore(path), DataError);
  assert.throws(() => loadStore(join(folder, 'none')), DataError);
});
