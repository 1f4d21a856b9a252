import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hold, type Store } from '../../nn/index.js';
import { newRandom } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import { newFitFiles } from '../run/fit-files.js';
import { fitName, newBatches, noiseStream, trainNetwork } from './train-network.js';

const STEPS = 40;

/** Two states that every step mixes with its own batch and noise: any step left out or taken twice shows. */
function newFit(seed: number, taken: number[] = []) {
  const store: Store = new Map();
  hold(store, 'w', [3], Float32Array.of(1, 2, 3));
  hold(store, 'adam.m.w', [3], new Float32Array(3));
  const batches = newBatches(10, 3, seed);
  const step = async (k: number) => {
    const [w, m] = [store.get('w')!.data, store.get('adam.m.w')!.data];
    const noise = noiseStream(seed, k);
    for (const [i, place] of batches(k).entries()) {
      m[i] = 0.9 * m[i] + noise.normal() + place;
      w[i] = 0.99 * w[i] - 0.1 * m[i];
    }
    taken.push(k);
    return w[0];
  };
  return {
    name: fitName(['toy', seed], Float32Array.of(1)),
    store,
    steps: STEPS,
    step,
    remedy: '--set rate=1',
  };
}

const numbersOf = (store: Store) => [...store].map(([name, { data }]) => [name, [...data]]);

function hostIn(folder: string, stopAfter = Number.POSITIVE_INFINITY, arm = '0-0') {
  let kept = 0;
  const files = newFitFiles(join(folder, arm), join(folder, '0'), {
    open() {},
    isStopped: () => kept > stopAfter,
    onDoing() {},
  });
  // Not by the clock: after every step.
  return {
    ...files,
    keep: (...[name, store, step]: Parameters<typeof files.keep>) => {
      kept = step;
      files.fail(name, store, step);
    },
  };
}

test('a fit stopped after any step, in passes over the data, goes on with the next one to the same bytes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fits-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const whole = newFit(7);
  await trainNetwork(whole);
  for (const after of [1, 2, 3, 20, STEPS - 1]) {
    await assert.rejects(trainNetwork(newFit(7), hostIn(folder, after - 1)), /interrupted/);
    const taken: number[] = [];
    const rest = newFit(7, taken);
    await trainNetwork(rest, hostIn(folder));
    assert.equal(taken[0], after + 1);
    assert.equal(taken.length, STEPS - after);
    assert.deepEqual(numbersOf(rest.store), numbersOf(whole.store));
    rmSync(folder, { recursive: true });
  }
});

test('what ended is not done again until it is forgotten; a lasting one never is', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fits-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const host = hostIn(folder);
  const steps = async (lasting: boolean) => {
    const taken: number[] = [];
    await trainNetwork({ ...newFit(lasting ? 8 : 9, taken), lasting }, host);
    return taken.length;
  };
  assert.deepEqual([await steps(true), await steps(false)], [STEPS, STEPS]);
  assert.deepEqual([await steps(true), await steps(false)], [0, 0]);
  host.forget();
  assert.deepEqual([await steps(true), await steps(false)], [0, STEPS]);
});

test('a lasting fit serves the other arms of its run, another one does not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fits-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const stepsOf = async (arm: string, lasting: boolean) => {
    const taken: number[] = [];
    const fit = newFit(lasting ? 8 : 9, taken);
    await trainNetwork({ ...fit, lasting }, hostIn(folder, undefined, arm));
    return { steps: taken.length, numbers: numbersOf(fit.store) };
  };
  const [first, second] = [await stepsOf('0-0', true), await stepsOf('1-0', true)];
  assert.deepEqual([first.steps, second.steps], [STEPS, 0]);
  assert.deepEqual(second.numbers, first.numbers);
  assert.deepEqual(
    [(await stepsOf('0-0', false)).steps, (await stepsOf('1-0', false)).steps],
    [STEPS, STEPS],
  );
});

test('a damaged state is not gone on from', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fits-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await assert.rejects(trainNetwork(newFit(7), hostIn(folder, 10)), /interrupted/);
  const { name } = newFit(7);
  const path = join(folder, '0-0', `${name}.safetensors`);
  const bytes = readFileSync(path);
  for (const at of [3, 40, bytes.length - 2]) {
    const damaged = Buffer.from(bytes);
    damaged[at] ^= 0x10;
    writeFileSync(path, damaged);
    assert.equal(hostIn(folder).left(name), undefined, `byte ${at}`);
  }
  writeFileSync(path, bytes.subarray(0, bytes.length - 5));
  assert.equal(hostIn(folder).left(name), undefined, 'cut short');
  writeFileSync(path, bytes);
  assert.equal(hostIn(folder).left(name)?.step, 11);
});

test('divergence keeps the last sound state and says where', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-fits-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const fit = newFit(7);
  const step = async (k: number) => {
    if (k === 12) throw new DataError('training diverged at step 12');
    return fit.step(k);
  };
  await assert.rejects(
    trainNetwork({ ...fit, step }, hostIn(folder)),
    /^DataError: training diverged at step 12\. It is in .*\.safetensors, .*--set rate=1, say/,
  );
  const left = hostIn(folder).left(fit.name);
  assert.equal(left?.step, 11);
  assert.deepEqual(numbersOf(left.store), numbersOf(fit.store));
});

test('batches: every pass takes each observation at most once, all but the few that fill no batch', () => {
  const [count, batch] = [11, 3];
  const batches = newBatches(count, batch, 4);
  const passes = [0, 1, 2].map((pass) => [1, 2, 3].flatMap((k) => [...batches(3 * pass + k)]));
  for (const pass of passes) assert.equal(new Set(pass).size, 9);
  assert.notDeepEqual(passes[0], passes[1]);
  assert.deepEqual([...newBatches(count, batch, 4)(8)], passes[2].slice(3, 6), 'without the steps before');
  assert.notEqual(newRandom(4, 3, 1).normal(), noiseStream(4, 2).normal());
});
