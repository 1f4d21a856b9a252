/**
 * A variational autoencoder of dense layers: pixels → hidden → latent → hidden → pixels, ReLU. With 784-400-20 it is
 * PyTorch's example. Graphs, inputs and outputs: autoencoder.ts.
 */
import type { AdamOptions } from '../adam.js';
import type { Graph, NewWeight, Tensor } from '../graph.js';
import { dense } from '../layers.js';
import { relu } from '../ops/activations.js';
import { split } from '../ops/shape.js';
import {
  type Autoencoder,
  autoencoderDecoder,
  autoencoderEncoder,
  autoencoderTraining,
} from './autoencoder.js';

export interface VaeSizes {
  /** Numbers in [0, 1] of a picture. */
  pixels: number;
  hidden: number;
  latent: number;
}

export function vaeTraining(sizes: VaeSizes, batch: number, options: AdamOptions = {}): Graph {
  return autoencoderTraining(partsOf(sizes), batch, options);
}

export function vaeEncoder(sizes: VaeSizes, batch: number): Graph {
  return autoencoderEncoder(partsOf(sizes), batch);
}

export function vaeDecoder(sizes: VaeSizes, batch: number): Graph {
  return autoencoderDecoder(partsOf(sizes), batch);
}

function partsOf(sizes: VaeSizes): Autoencoder {
  return {
    pixels: sizes.pixels,
    latent: sizes.latent,
    encoded: (x, weight) => encoded(x, sizes, weight),
    decoded: (z, weight) => decoded(z, sizes, weight),
  };
}

/** Mean and log variance, [batch, latent] each. */
function encoded(x: Tensor, { hidden, latent }: VaeSizes, weight: NewWeight): Tensor[] {
  const h = relu(dense(x, 'encoder.hidden', hidden, weight));
  return split(dense(h, 'encoder.latent', 2 * latent, weight), 2, 1);
}

/** Logits, [batch, pixels]. */
function decoded(z: Tensor, { hidden, pixels }: VaeSizes, weight: NewWeight): Tensor {
  const h = relu(dense(z, 'decoder.hidden', hidden, weight));
  return dense(h, 'decoder.pixels', pixels, weight);
}
