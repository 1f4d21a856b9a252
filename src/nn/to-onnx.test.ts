import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { newRandom } from '../stats/random.js';
import { compile } from './executor.js';
import { constant, input, newGraph, next, output, parameter, state } from './graph.js';
import { vaeDecoder } from './models/vae.js';
import { add, mul } from './ops/arithmetic.js';
import { fillStore } from './store.js';
import { toOnnx } from './to-onnx.js';

test('a file with its weights needs nothing but its input, and gives the same', async () => {
  const sizes = { pixels: 6, hidden: 5, latent: 2 };
  const graph = vaeDecoder(sizes, 3);
  const store = fillStore(new Map(), graph, newRandom(1));
  const z = Float32Array.of(1, -1, 0.5, 2, 0, 0);
  const program = await compile(graph);
  const { pixels } = await program.run(store, { z });
  await program.close();

  const session = await InferenceSession.create(toOnnx(graph, store));
  assert.deepEqual([...session.inputNames], ['z']);
  const results = await session.run({ z: new Tensor('float32', z, [3, 2]) });
  assert.equal(session.outputNames.length, 1);
  assert.deepEqual(results[session.outputNames[0]].data, pixels);
  await session.release();
});

test('states go from run to run, only when they are kept', async () => {
  const graph = newGraph();
  const sum = state(graph, 'sum', [2]);
  const total = add(sum, input(graph, 'x', [2]));
  next(sum, total);
  // One tensor may stand for a state and an output, and an input may be an output.
  output('total', total);
  output('again', total);
  output('before', sum);
  const store = fillStore(new Map(), graph, newRandom(1));
  const program = await compile(graph);
  const run = (a: number, b: number) => program.run(store, { x: Float32Array.of(a, b) });
  await run(100, 100);
  await run(1, 2);
  program.keep(store);
  assert.deepEqual([...store.get('sum')!.data], [1, 2]);
  const { total: now, again, before } = await run(10, 20);
  assert.deepEqual(
    [[...now], [...again], [...before]],
    [
      [11, 22],
      [11, 22],
      [1, 2],
    ],
  );
  await assert.rejects(program.run(store, {}), /x is an input of the graph and was not fed/);
  await program.close();
});

test('what no output needs is left out', () => {
  const graph = newGraph();
  const x = parameter(graph, 'x', [2], { kind: 'constant', value: 1 });
  output('y', add(x, constant(graph, 1)));
  const size = toOnnx(graph).length;
  mul(x, constant(graph, [2, 3], [2]));
  assert.equal(toOnnx(graph).length, size);
});
