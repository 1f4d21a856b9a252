/**
 * A variational autoencoder of convolutions for grey pictures, that of Shumailov et al. (2024, SI 4.1): two convolutions
 * halve the side and double the channels, a dense layer gives mean and log variance, and the decoder is the mirror image.
 * ReLU. At a side of 28, capacity 64 and 20 latent numbers it has the released 647,081 parameters.
 *
 * Graphs, inputs and outputs: autoencoder.ts; a picture is a row of pixels.
 */
import type { AdamOptions } from '../adam.js';
import type { Graph, NewWeight, Tensor } from '../graph.js';
import { dense } from '../layers.js';
import { relu } from '../ops/activations.js';
import { add } from '../ops/arithmetic.js';
import { convolution, transposedConvolution } from '../ops/convolution.js';
import { reshape, split } from '../ops/shape.js';
import {
  type Autoencoder,
  autoencoderDecoder,
  autoencoderEncoder,
  autoencoderTraining,
} from './autoencoder.js';

export interface ConvolutionalVaeSizes {
  /** Of the pictures, a multiple of 4. */
  side: number;
  /** Channels of the larger pictures within; the smaller have twice as many. */
  capacity: number;
  latent: number;
}

const KERNEL = 4;
const HALVING = { stride: 2, padding: 1 };

export function convolutionalVaeTraining(
  sizes: ConvolutionalVaeSizes,
  batch: number,
  options: AdamOptions = {},
): Graph {
  return autoencoderTraining(partsOf(sizes), batch, options);
}

export function convolutionalVaeEncoder(sizes: ConvolutionalVaeSizes, batch: number): Graph {
  return autoencoderEncoder(partsOf(sizes), batch);
}

export function convolutionalVaeDecoder(sizes: ConvolutionalVaeSizes, batch: number): Graph {
  return autoencoderDecoder(partsOf(sizes), batch);
}

function partsOf(sizes: ConvolutionalVaeSizes): Autoencoder {
  return {
    pixels: sizes.side ** 2,
    latent: sizes.latent,
    encoded: (x, weight) => encoded(x, sizes, weight),
    decoded: (z, weight) => decoded(z, sizes, weight),
  };
}

/** Mean and log variance, [batch, latent] each. */
function encoded(x: Tensor, { side, capacity, latent }: ConvolutionalVaeSizes, weight: NewWeight): Tensor[] {
  const [batch] = x.shape;
  const picture = reshape(x, [batch, 1, side, side]);
  const half = relu(smaller(picture, 'encoder.half', capacity, weight));
  const quarter = relu(smaller(half, 'encoder.quarter', 2 * capacity, weight));
  const flat = reshape(quarter, [batch, (2 * capacity * side ** 2) / 16]);
  return split(dense(flat, 'encoder.latent', 2 * latent, weight), 2, 1);
}

/** Logits, [batch, side²]. */
function decoded(z: Tensor, { side, capacity }: ConvolutionalVaeSizes, weight: NewWeight): Tensor {
  const [batch] = z.shape;
  const flat = dense(z, 'decoder.quarter', (2 * capacity * side ** 2) / 16, weight);
  const quarter = reshape(flat, [batch, 2 * capacity, side / 4, side / 4]);
  const half = relu(larger(quarter, 'decoder.half', capacity, weight));
  return reshape(larger(half, 'decoder.pixels', 1, weight), [batch, side ** 2]);
}

/** To half the side. Weights start as in PyTorch, uniform within 1/√(numbers that a result is made of). */
function smaller(x: Tensor, name: string, out: number, weight: NewWeight): Tensor {
  const [, inner] = x.shape;
  const uniform = { kind: 'uniform', scale: 1 / Math.sqrt(inner * KERNEL ** 2) } as const;
  const kernel = weight(x.graph, `${name}.kernel`, [out, inner, KERNEL, KERNEL], uniform);
  const offset = weight(x.graph, `${name}.offset`, [out], uniform);
  return add(convolution(x, kernel, HALVING), reshape(offset, [1, out, 1, 1]));
}

/** To twice the side. PyTorch counts the numbers that go out here, not those that come in. */
function larger(x: Tensor, name: string, out: number, weight: NewWeight): Tensor {
  const [, inner] = x.shape;
  const uniform = { kind: 'uniform', scale: 1 / Math.sqrt(out * KERNEL ** 2) } as const;
  const kernel = weight(x.graph, `${name}.kernel`, [inner, out, KERNEL, KERNEL], uniform);
  const offset = weight(x.graph, `${name}.offset`, [out], uniform);
  return add(transposedConvolution(x, kernel, HALVING), reshape(offset, [1, out, 1, 1]));
}
