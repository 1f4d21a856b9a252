/**
 * A small classifier of pictures: two convolutions that halve the sides, as LeNet has them (LeCun et al. 1998), a layer
 * of features, and a logit for each class. Its features are the space in which pictures are compared.
 */
import { type AdamOptions, adam, parametersOf } from '../adam.js';
import {
  type Graph,
  input,
  type NewWeight,
  newGraph,
  output,
  parameter,
  state,
  type Tensor,
} from '../graph.js';
import { dense } from '../layers.js';
import { relu } from '../ops/activations.js';
import { add } from '../ops/arithmetic.js';
import { convolution } from '../ops/convolution.js';
import { crossEntropy } from '../ops/losses.js';
import { reshape } from '../ops/shape.js';

export interface ClassifierSizes {
  /** Multiples of 4. */
  width: number;
  height: number;
  /** Of the two convolutions. */
  channels: readonly [number, number];
  features: number;
  classes: number;
}

const KERNEL = 4;
const HALVING = { stride: 2, padding: 1 };

/**
 * One run is one step. Inputs `x` [batch, 1, height, width], `classes` [batch] (int32) and those of Adam; outputs `loss`
 * (nats a picture) and `norm`.
 */
export function classifierTraining(sizes: ClassifierSizes, batch: number, options: AdamOptions = {}): Graph {
  const graph = newGraph();
  const classes = input(graph, 'classes', [batch], 'int32');
  const { logits } = told(pictures(graph, sizes, batch), sizes, parameter);
  const loss = crossEntropy(logits, classes);
  adam(loss, parametersOf(loss), options);
  return graph;
}

/** Input `x` [batch, 1, height, width]; outputs `features` [batch, features], none below 0, and `logits` [batch, classes]. */
export function classifierReading(sizes: ClassifierSizes, batch: number): Graph {
  const graph = newGraph();
  const { features, logits } = told(pictures(graph, sizes, batch), sizes, state);
  output('features', features);
  output('logits', logits);
  return graph;
}

const pictures = (graph: Graph, { width, height }: ClassifierSizes, batch: number) =>
  input(graph, 'x', [batch, 1, height, width]);

function told(x: Tensor, sizes: ClassifierSizes, weight: NewWeight): { features: Tensor; logits: Tensor } {
  const { width, height, channels, classes } = sizes;
  let h = x;
  for (const [i, to] of channels.entries()) {
    const [, from] = h.shape;
    const inner = from * KERNEL ** 2;
    const kernel = weight(x.graph, `classifier.down${i}`, [to, from, KERNEL, KERNEL], {
      kind: 'uniform',
      // He et al. 2015, for ReLU: variance 2 / inner.
      scale: Math.sqrt(6 / inner),
    });
    const offset = weight(x.graph, `classifier.offset${i}`, [to], { kind: 'constant', value: 0 });
    h = relu(add(convolution(h, kernel, HALVING), reshape(offset, [1, to, 1, 1])));
  }
  const flat = reshape(h, [x.shape[0], channels[1] * (width / 4) * (height / 4)]);
  const features = relu(dense(flat, 'classifier.features', sizes.features, weight));
  return { features, logits: dense(features, 'classifier.classes', classes, weight) };
}
