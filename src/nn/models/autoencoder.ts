/**
 * What every variational autoencoder does with its two networks (Kingma and Welling 2014): the encoder gives a normal
 * distribution for each picture, training draws from it with noise that is fed, and sampling decodes noise alone.
 * Pixels are Bernoulli.
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
import { sigmoid } from '../ops/activations.js';
import { add, exp, mul, scale } from '../ops/arithmetic.js';
import { binaryCrossEntropy, gaussianDivergence } from '../ops/losses.js';

export interface Autoencoder {
  /** Numbers in [0, 1] of a picture. */
  pixels: number;
  latent: number;
  /** From [batch, pixels] to mean and log variance, [batch, latent] each. */
  encoded(x: Tensor, weight: NewWeight): Tensor[];
  /** From [batch, latent] to logits, [batch, pixels]. */
  decoded(z: Tensor, weight: NewWeight): Tensor;
}

/**
 * One run is one step. Inputs `x` [batch, pixels], `noise` [batch, latent] (standard normal) and those of Adam; outputs
 * `loss` (nats a picture: reconstruction + divergence) and `norm`.
 */
export function autoencoderTraining(parts: Autoencoder, batch: number, options: AdamOptions = {}): Graph {
  const graph = newGraph();
  const x = input(graph, 'x', [batch, parts.pixels]);
  const noise = input(graph, 'noise', [batch, parts.latent]);
  const [mu, logVariance] = parts.encoded(x, parameter);
  const z = add(mu, mul(exp(scale(logVariance, 0.5)), noise));
  const loss = add(binaryCrossEntropy(parts.decoded(z, parameter), x), gaussianDivergence(mu, logVariance));
  adam(loss, parametersOf(loss), options);
  return graph;
}

/** Input `x` [batch, pixels]; outputs `mu` and `logVariance` [batch, latent]. */
export function autoencoderEncoder(parts: Autoencoder, batch: number): Graph {
  const graph = newGraph();
  const [mu, logVariance] = parts.encoded(input(graph, 'x', [batch, parts.pixels]), state);
  output('mu', mu);
  output('logVariance', logVariance);
  return graph;
}

/** Input `z` [batch, latent]; output `pixels` [batch, pixels], each the probability that it is set. */
export function autoencoderDecoder(parts: Autoencoder, batch: number): Graph {
  const graph = newGraph();
  output('pixels', sigmoid(parts.decoded(input(graph, 'z', [batch, parts.latent]), state)));
  return graph;
}
