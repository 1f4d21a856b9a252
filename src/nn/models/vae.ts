/**
 * A variational autoencoder of dense layers (Kingma and Welling 2014): pixels → hidden → latent → hidden → pixels, ReLU,
 * Bernoulli pixels. With 784-400-20 it is PyTorch's example. The encoder gives a normal distribution for each picture;
 * training draws from it with noise that is fed, and sampling decodes noise alone.
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
import { relu, sigmoid } from '../ops/activations.js';
import { add, exp, mul, scale } from '../ops/arithmetic.js';
import { binaryCrossEntropy, gaussianDivergence } from '../ops/losses.js';
import { split } from '../ops/shape.js';

export interface VaeSizes {
  /** Numbers in [0, 1] of a picture. */
  pixels: number;
  hidden: number;
  latent: number;
}

/**
 * One run is one step. Inputs `x` [batch, pixels], `noise` [batch, latent] (standard normal) and those of Adam; outputs
 * `loss` (nats a picture: reconstruction + divergence) and `norm`.
 */
export function vaeTraining(sizes: VaeSizes, batch: number, options: AdamOptions = {}): Graph {
  const graph = newGraph();
  const x = input(graph, 'x', [batch, sizes.pixels]);
  const noise = input(graph, 'noise', [batch, sizes.latent]);
  const [mu, logVariance] = encoded(x, sizes, parameter);
  const z = add(mu, mul(exp(scale(logVariance, 0.5)), noise));
  const loss = add(binaryCrossEntropy(decoded(z, sizes, parameter), x), gaussianDivergence(mu, logVariance));
  adam(loss, parametersOf(loss), options);
  return graph;
}

/** Input `x` [batch, pixels]; outputs `mu` and `logVariance` [batch, latent]. */
export function vaeEncoder(sizes: VaeSizes, batch: number): Graph {
  const graph = newGraph();
  const [mu, logVariance] = encoded(input(graph, 'x', [batch, sizes.pixels]), sizes, state);
  output('mu', mu);
  output('logVariance', logVariance);
  return graph;
}

/** Input `z` [batch, latent]; output `pixels` [batch, pixels], each the probability that it is set. */
export function vaeDecoder(sizes: VaeSizes, batch: number): Graph {
  const graph = newGraph();
  output('pixels', sigmoid(decoded(input(graph, 'z', [batch, sizes.latent]), sizes, state)));
  return graph;
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
