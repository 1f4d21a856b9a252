/**
 * The variational autoencoder of nn/ as a learner: fitted from scratch to images, written from by decoding normal noise,
 * and encoding images to measure them. Programs serve all generations and runs.
 *
 * The engine is loaded when the first network is needed. It adds up in an order of its own, so the same seed gives the
 * same bytes on one kind of processor and version of the engine, not on all.
 */
import {
  adamFeeds,
  convolutionalVaeDecoder,
  convolutionalVaeEncoder,
  convolutionalVaeTraining,
  fillStore,
  type Graph,
  type Network,
  networkOf,
  programOf,
  runRows,
  storeOf,
  trainStep,
  vaeDecoder,
  vaeEncoder,
  vaeTraining,
  weightsOf,
} from '../../nn/index.js';
import type { Random } from '../../stats/random.js';
import {
  type FitHost,
  fitName,
  fitSeed,
  newBatches,
  noiseStream,
  trainNetwork,
  weightStream,
} from './train-network.js';

export interface VaeOptions {
  network: 'dense' | 'convolutional';
  /** Of an image; for convolutions a square, its side a multiple of 4. */
  pixels: number;
  /** Units between image and latent space; of the dense network. */
  hidden: number;
  /** Channels of the first layer; of the convolutional network. */
  capacity: number;
  latent: number;
  /** Adam's weight decay: share of each weight that is added to its gradient. */
  penalty: number;
  /** Images a step. */
  batch: number;
  /** Steps of Adam. */
  steps: number;
  /** Its learning rate. */
  rate: number;
}

/** The graph for `use`, and the program that runs it. */
function compiled(use: 'train' | 'encode' | 'decode', options: VaeOptions, batch: number) {
  const { network, pixels, hidden, capacity, latent, penalty } = options;
  const name = ['vae', use, network, pixels, hidden, capacity, latent, penalty, batch].join(' ');
  return programOf(name, () => graphOf(use, options, batch));
}

function graphOf(use: 'train' | 'encode' | 'decode', options: VaeOptions, batch: number): Graph {
  const { network, pixels, hidden, capacity, latent, penalty } = options;
  if (network === 'dense') {
    const sizes = { pixels, hidden, latent };
    if (use === 'train') return vaeTraining(sizes, batch, { penalty });
    return use === 'encode' ? vaeEncoder(sizes, batch) : vaeDecoder(sizes, batch);
  }
  const sizes = { side: Math.sqrt(pixels), capacity, latent };
  if (use === 'train') return convolutionalVaeTraining(sizes, batch, { penalty });
  return use === 'encode' ? convolutionalVaeEncoder(sizes, batch) : convolutionalVaeDecoder(sizes, batch);
}

export interface VaeFit {
  start?: Network;
  host?: FitHost;
  /** The model is needed through all generations. */
  lasting?: boolean;
}

/** Rows of `values` are images. Throws DataError where training diverges, and where the engine is not installed. */
export async function fitVae(
  values: Float32Array,
  options: VaeOptions,
  random: Random,
  { start, host, lasting }: VaeFit = {},
): Promise<Network> {
  const { pixels, latent, steps, rate } = options;
  const count = values.length / pixels;
  const batch = Math.min(options.batch, count);
  const { graph, program } = compiled('train', options, batch);
  const seed = fitSeed(random);
  const store = fillStore(storeOf(start), graph, weightStream(seed));
  const training = { program: await program, store, steps: 0 };
  const batches = newBatches(count, batch, seed);
  const x = new Float32Array(batch * pixels);
  const drawn = new Float64Array(batch * latent);
  const step = async (k: number) => {
    for (const [i, place] of batches(k).entries()) {
      x.set(values.subarray(place * pixels, (place + 1) * pixels), i * pixels);
    }
    noiseStream(seed, k).fillNormal(drawn);
    training.steps = k - 1;
    const { loss } = await trainStep(training, { x, noise: Float32Array.from(drawn) }, rate);
    return loss;
  };
  const name = host ? fitName(['vae', options, seed], values, ...weightsOf(start)) : '';
  await trainNetwork({ name, store, steps, step, remedy: `--set rate=${rate / 10}`, lasting }, host);
  return networkOf(graph, store);
}

/** [n, pixels]: the probabilities that the decoder gives to normal noise of variance `lambda`. */
export async function writeVae(
  vae: Network,
  n: number,
  options: VaeOptions,
  random: Random,
  { lambda = 1, host }: { lambda?: number; host?: FitHost } = {},
) {
  const { pixels, latent, batch } = options;
  const { program } = compiled('decode', options, batch);
  const z = new Float64Array(n * latent);
  random.fillNormal(z);
  const noise = Float32Array.from(z, (x) => x * Math.sqrt(lambda));
  const to = [['pixels', pixels]] as const;
  return (await runRows(await program, storeOf(vae), noise, ['z', latent], to, batch, host?.check))[0];
}

/** [n, latent]: the means of the encoder for the images that are rows of `values`. */
export async function encodeVae(vae: Network, values: Float32Array, options: VaeOptions, host?: FitHost) {
  const { pixels, latent, batch } = options;
  const { program } = compiled('encode', options, batch);
  const to = [['mu', latent]] as const;
  return (await runRows(await program, storeOf(vae), values, ['x', pixels], to, batch, host?.check))[0];
}

/** Mean loss of the images, reconstruction + divergence in nats, with noise drawn once for each. */
export async function lossOfVae(
  vae: Network,
  values: Float32Array,
  options: VaeOptions,
  random: Random,
  host?: FitHost,
) {
  const { pixels, latent } = options;
  const batch = Math.min(options.batch, values.length / pixels);
  const { graph, program } = compiled('train', options, batch);
  const store = fillStore(storeOf(vae), graph, random);
  const drawn = new Float64Array(batch * latent);
  const batches = Math.floor(values.length / pixels / batch);
  let sum = 0;
  for (let i = 0; i < batches; i++) {
    random.fillNormal(drawn);
    const x = values.subarray(i * batch * pixels, (i + 1) * batch * pixels);
    // A training step that is never taken over: the loss is computed before it.
    const { loss } = await (await program).run(store, {
      x,
      noise: Float32Array.from(drawn),
      ...adamFeeds(1, 0),
    });
    sum += loss[0];
    host?.check();
  }
  return sum / batches;
}
