/** Every operation's gradient against central differences of its value, run by the engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRandom } from '../../stats/random.js';
import { backward } from '../backward.js';
import { compile } from '../executor.js';
import { constant, input, newGraph, output, parameter, sizeOf, type Tensor } from '../graph.js';
import { fillStore } from '../store.js';
import { gelu, leakyRelu, relu, sigmoid, tanh } from './activations.js';
import { add, exp, mean, mul, scale, sub } from './arithmetic.js';
import { batchNorm } from './batch-norm.js';
import { convolution, transposedConvolution } from './convolution.js';
import { embedding } from './embedding.js';
import { layerNorm } from './layer-norm.js';
import { linear, scoresOf } from './linear.js';
import { binaryCrossEntropy, crossEntropy, gaussianDivergence } from './losses.js';
import { matmul } from './matmul.js';
import { reshape, split, transpose } from './shape.js';
import { softmax } from './softmax.js';

/** Single precision: a wider step would bend, a narrower one would round. */
const STEP = 1e-2;
const TOLERANCE = 4e-3;

/**
 * Loss = Σ random weight · output. `shapes` are the operation's arguments; differences are taken for each of their numbers.
 */
async function check(shapes: number[][], operation: (...xs: Tensor[]) => Tensor): Promise<void> {
  const graph = newGraph();
  const random = newRandom(7, sizeOf(shapes[0]));
  const xs = shapes.map((shape, i) => parameter(graph, `x${i}`, shape, { kind: 'normal', scale: 1 }));
  const y = operation(...xs);
  const weights = Float32Array.from({ length: sizeOf(y.shape) }, () => random.normal());
  // The mean times the size is the sum.
  const loss =
    y.shape.length === 0 ? y : scale(mean(mul(y, constant(graph, weights, y.shape))), sizeOf(y.shape));
  output('loss', loss);
  for (const [i, gradient] of backward(loss, xs).entries()) {
    assert.deepEqual(gradient.shape, shapes[i]);
    output(`g${i}`, gradient);
  }
  const store = fillStore(new Map(), graph, random);
  // ReLU and its kin have no slope at 0: values within a step of it are moved away.
  for (const { data } of store.values()) {
    for (const [k, value] of data.entries()) if (Math.abs(value) < 3 * STEP) data[k] += 6 * STEP;
  }
  const program = await compile(graph);
  const { loss: at, ...gradients } = await program.run(store, {});
  assert.equal(at.length, 1);
  for (const [i] of shapes.entries()) {
    const { data } = store.get(`x${i}`)!;
    for (let k = 0; k < data.length; k++) {
      const value = data[k];
      data[k] = value + STEP;
      const above = (await program.run(store, {})).loss[0];
      data[k] = value - STEP;
      const below = (await program.run(store, {})).loss[0];
      data[k] = value;
      const [found, expected] = [gradients[`g${i}`][k], (above - below) / (2 * STEP)];
      assert.ok(
        Math.abs(found - expected) < TOLERANCE * (1 + Math.abs(expected)),
        `argument ${i}, element ${k}: gradient ${found}, difference ${expected}`,
      );
    }
  }
  await program.close();
}

const ids = (x: Tensor, list: number[]) => constant(x.graph, list, [list.length], 'int32');

const CASES: [name: string, shapes: number[][], operation: (...xs: Tensor[]) => Tensor][] = [
  ['add, of a row to every row', [[3, 4], [4]], (a, b) => add(a, b)],
  [
    'add, of a column to every column',
    [
      [3, 4],
      [3, 1],
    ],
    (a, b) => add(a, b),
  ],
  ['sub', [[2, 3], [3]], (a, b) => sub(a, b)],
  [
    'mul',
    [
      [2, 3],
      [1, 3],
    ],
    (a, b) => mul(a, b),
  ],
  ['mul of a tensor with itself', [[5]], (a) => mul(a, a)],
  ['scale', [[2, 3]], (x) => scale(x, -2.5)],
  ['exp', [[2, 3]], exp],
  ['mean', [[2, 3]], mean],
  ['relu', [[3, 4]], relu],
  ['leakyRelu', [[3, 4]], (x) => leakyRelu(x, 0.2)],
  ['gelu', [[3, 4]], gelu],
  ['tanh', [[3, 4]], tanh],
  ['sigmoid', [[3, 4]], sigmoid],
  ['linear', [[3, 4], [4, 2], [2]], linear],
  [
    'scoresOf',
    [
      [3, 4],
      [5, 4],
    ],
    scoresOf,
  ],
  [
    'matmul',
    [
      [2, 3, 4],
      [2, 4, 2],
    ],
    matmul,
  ],
  ['reshape', [[2, 6]], (x) => reshape(x, [3, 4])],
  ['transpose', [[2, 3, 4]], (x) => transpose(x, [2, 0, 1])],
  ['split, all parts used', [[2, 6]], (x) => split(x, 3, 1).reduce((a, b) => mul(a, b))],
  ['split, one part used', [[4, 2]], (x) => split(x, 2, 0)[1]],
  ['embedding, one row read twice', [[5, 3]], (table) => embedding(table, ids(table, [3, 0, 3]))],
  ['layerNorm', [[3, 5], [5], [5]], (x, gain, shift) => layerNorm(x, gain, shift)],
  ['batchNorm', [[3, 2, 2, 2], [2], [2]], (x, gain, shift) => batchNorm(x, gain, shift).y],
  [
    'convolution',
    [
      [2, 2, 4, 4],
      [3, 2, 3, 3],
    ],
    (x, w) => convolution(x, w, { padding: 1 }),
  ],
  [
    'convolution in strides',
    [
      [2, 2, 4, 4],
      [3, 2, 4, 4],
    ],
    (x, w) => convolution(x, w, { stride: 2, padding: 1 }),
  ],
  [
    'transposedConvolution',
    [
      [2, 2, 3, 3],
      [2, 3, 3, 3],
    ],
    (x, w) => transposedConvolution(x, w, { padding: 1 }),
  ],
  [
    'transposedConvolution in strides',
    [
      [2, 3, 2, 2],
      [3, 2, 4, 4],
    ],
    (x, w) => transposedConvolution(x, w, { stride: 2, padding: 1 }),
  ],
  ['softmax', [[2, 2, 4]], softmax],
  ['crossEntropy', [[3, 5]], (x) => crossEntropy(x, ids(x, [4, 0, 2]))],
  [
    'binaryCrossEntropy',
    [[2, 3]],
    (x) => binaryCrossEntropy(x, constant(x.graph, [1, 0, 0.3, 0, 1, 0.9], [2, 3])),
  ],
  [
    'gaussianDivergence',
    [
      [2, 3],
      [2, 3],
    ],
    gaussianDivergence,
  ],
];

for (const [name, shapes, operation] of CASES) {
  test(`gradient of ${name}`, () => check(shapes, operation));
}

test('shapes that do not fit are refused when the graph is built', () => {
  const graph = newGraph();
  const x = input(graph, 'x', [2, 3]);
  assert.throws(() => add(x, input(graph, 'y', [2, 4])), /Add: \[2,3\] does not fit \[2,4\]/);
  assert.throws(() => matmul(x, x), /matmul: \[2,3\] does not fit/);
  assert.throws(() => reshape(x, [5]), /reshape/);
  assert.throws(() => split(x, 2, 1), /no 2 equal parts/);
});
