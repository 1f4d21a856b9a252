/**
 * A generative adversarial network of convolutions (Goodfellow et al. 2014; Radford, Metz and Chintala 2016). The
 * generator makes pictures of noise, the discriminator tells them from real ones; two graphs take turns, each with the
 * other's weights as they are. Pictures are in [-1, 1], [batch, colours, side, side].
 *
 * We differ from the paper in that the discriminator has no batch normalisation: what it says of one picture does not
 * depend on the others. The generator's step gives its pictures, which the discriminator's step then takes.
 */
import { type AdamOptions, adam, parametersOf } from '../adam.js';
import {
  constant,
  emit,
  type Graph,
  input,
  type NewWeight,
  newGraph,
  next,
  output,
  parameter,
  state,
  type Tensor,
} from '../graph.js';
import { dense } from '../layers.js';
import { leakyRelu, relu, tanh } from '../ops/activations.js';
import { add, mul, scale, sub } from '../ops/arithmetic.js';
import { batchNorm } from '../ops/batch-norm.js';
import { emitPair } from '../ops/broadcast.js';
import { convolution, transposedConvolution } from '../ops/convolution.js';
import { binaryCrossEntropy } from '../ops/losses.js';
import { reshape } from '../ops/shape.js';

export interface DcganSizes {
  /** Numbers of noise for a picture. */
  latent: number;
  /** Side of the smallest picture; each layer doubles it: 7 and two layers give 28, 4 and three give 32. */
  start: number;
  /** Channels of the generator's layers, [128, 64, 32] say; the discriminator has them in reverse. */
  channels: readonly number[];
  colours: number;
}

/** DCGAN's halving and doubling of the side. */
const KERNEL = 4;
const STEPS = { stride: 2, padding: 1 };
const SPREAD = { kind: 'normal', scale: 0.02 } as const;
const ZERO = { kind: 'constant', value: 0 } as const;
const ONE = { kind: 'constant', value: 1 } as const;
const EPSILON = 1e-5;
/** Share of the batch in the running averages. */
const MOMENTUM = 0.1;

/** Side of the pictures. */
export function dcganSide({ start, channels }: DcganSizes): number {
  return start * 2 ** channels.length;
}

/**
 * One run is one step of the generator. Inputs `noise` [batch, latent] and Adam's; outputs `loss` (nats: how surely its
 * pictures are told), `norm` and `pictures`, made before the step.
 */
export function generatorTraining(sizes: DcganSizes, batch: number, options: AdamOptions = {}): Graph {
  const graph = newGraph();
  const pictures = generated(input(graph, 'noise', [batch, sizes.latent]), sizes, parameter, trainedNorm);
  const loss = binaryCrossEntropy(judged(pictures, sizes, state), targets(graph, batch, 0));
  adam(loss, parametersOf(loss), options);
  output('pictures', pictures);
  return graph;
}

/**
 * One run is one step of the discriminator. Inputs `real` and `made` (pictures) and Adam's; outputs `loss` (nats, of a
 * real picture and a made one together) and `norm`.
 */
export function discriminatorTraining(sizes: DcganSizes, batch: number, options: AdamOptions = {}): Graph {
  const graph = newGraph();
  const side = dcganSide(sizes);
  const shape = [batch, sizes.colours, side, side];
  const pictures = emit(
    'Concat',
    [input(graph, 'real', shape), input(graph, 'made', shape)],
    [2 * batch, ...shape.slice(1)],
    {
      axis: 0,
    },
  );
  const loss = scale(binaryCrossEntropy(judged(pictures, sizes, parameter), targets(graph, batch, batch)), 2);
  adam(loss, parametersOf(loss), options);
  return graph;
}

/** Input `noise` [batch, latent]; output `pictures`, with the averages over training in place of a batch's. */
export function dcganGenerator(sizes: DcganSizes, batch: number): Graph {
  const graph = newGraph();
  output('pictures', generated(input(graph, 'noise', [batch, sizes.latent]), sizes, state, averageNorm));
  return graph;
}

type Norm = (x: Tensor, name: string, weight: NewWeight) => Tensor;

function generated(noise: Tensor, sizes: DcganSizes, weight: NewWeight, norm: Norm): Tensor {
  const { start, channels, colours } = sizes;
  const { graph } = noise;
  const [batch] = noise.shape;
  const flat = dense(noise, 'generator.start', channels[0] * start ** 2, weight, SPREAD.scale);
  let x = relu(norm(reshape(flat, [batch, channels[0], start, start]), 'generator.norm0', weight));
  for (const [i, from] of channels.entries()) {
    const last = i === channels.length - 1;
    const to = last ? colours : channels[i + 1];
    const kernel = weight(graph, `generator.up${i}`, [from, to, KERNEL, KERNEL], SPREAD);
    const larger = transposedConvolution(x, kernel, STEPS);
    x = last ? tanh(larger) : relu(norm(larger, `generator.norm${i + 1}`, weight));
  }
  return x;
}

/** Logits of being real, [pictures, 1]. */
function judged(pictures: Tensor, sizes: DcganSizes, weight: NewWeight): Tensor {
  const { start, channels, colours } = sizes;
  const { graph } = pictures;
  const reversed = [...channels].reverse();
  let x = pictures;
  for (const [i, to] of reversed.entries()) {
    const from = i === 0 ? colours : reversed[i - 1];
    const kernel = weight(graph, `discriminator.down${i}`, [to, from, KERNEL, KERNEL], SPREAD);
    const offset = weight(graph, `discriminator.offset${i}`, [to], ZERO);
    x = leakyRelu(add(convolution(x, kernel, STEPS), reshape(offset, [1, to, 1, 1])), 0.2);
  }
  const flat = reshape(x, [pictures.shape[0], channels[0] * start ** 2]);
  return dense(flat, 'discriminator.end', 1, weight, SPREAD.scale);
}

/** By the batch's mean and variance, which also enter the averages. */
function trainedNorm(x: Tensor, name: string, weight: NewWeight): Tensor {
  const { gain, shift, average, spread } = normWeights(x, name, weight);
  const { y, mean, variance } = batchNorm(x, gain, shift, EPSILON);
  const moved = (from: Tensor, to: Tensor) =>
    emitPair(
      'Add',
      emitPair('Mul', from, constant(x.graph, 1 - MOMENTUM)),
      emitPair('Mul', to, constant(x.graph, MOMENTUM)),
    );
  next(average, moved(average, mean));
  next(spread, moved(spread, variance));
  return y;
}

/** By the averages. */
function averageNorm(x: Tensor, name: string, weight: NewWeight): Tensor {
  const { gain, shift, average, spread } = normWeights(x, name, weight);
  const [, channels] = x.shape;
  const wide = (t: Tensor) => reshape(t, [1, channels, 1, 1]);
  const deviation = emit('Sqrt', [emitPair('Add', spread, constant(x.graph, EPSILON))], [channels]);
  const factor = emitPair('Div', gain, deviation);
  return add(mul(sub(x, wide(average)), wide(factor)), wide(shift));
}

function normWeights(x: Tensor, name: string, weight: NewWeight) {
  const [, channels] = x.shape;
  return {
    gain: weight(x.graph, `${name}.gain`, [channels], ONE),
    shift: weight(x.graph, `${name}.shift`, [channels], ZERO),
    average: state(x.graph, `${name}.mean`, [channels], ZERO),
    spread: state(x.graph, `${name}.variance`, [channels], ONE),
  };
}

/** Ones, then zeros where there are made pictures, [ones + zeros, 1]. */
function targets(graph: Graph, ones: number, zeros: number): Tensor {
  const values = Float32Array.from({ length: ones + zeros }, (_, i) => (i < ones ? 1 : 0));
  return constant(graph, values, [ones + zeros, 1]);
}
