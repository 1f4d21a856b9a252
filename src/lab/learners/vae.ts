/**
 * The variational autoencoder of nn/ as a learner: fitted from scratch to images, written from by decoding normal noise,
 * and encoding images to measure them. Programs are compiled once a thread and serve all generations and runs.
 *
 * The engine is loaded when the first network is needed. It adds up in an order of its own, so the same seed gives the
 * same bytes on one kind of processor and version of the engine, not on all.
 */
import {
  adamFeeds,
  compile,
  convolutionalVaeDecoder,
  convolutionalVaeEncoder,
  convolutionalVaeTraining,
  fillStore,
  type Graph,
  hold,
  type Program,
  type Store,
  trainStep,
  vaeDecoder,
  vaeEncoder,
  vaeTraining,
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

/** Parameters by name: plain data. */
export type Vae = Record<string, { shape: number[]; data: Float32Array }>;

const compiled = new Map<string, { graph: Graph; program: Promise<Program> }>();

/** The graph for `use`, and the program that runs it. */
function programOf(use: 'train' | 'encode' | 'decode', options: VaeOptions, batch: number) {
  const { network, pixels, hidden, capacity, latent, penalty } = options;
  const name = [use, network, pixels, hidden, capacity, latent, penalty, batch].join(' ');
  let known = compiled.get(name);
  if (!known) {
    const graph = graphOf(use, options, batch);
    known = { graph, program: compile(graph) };
    compiled.set(name, known);
  }
  return known;
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
  start?: Vae;
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
): Promise<Vae> {
  const { pixels, latent, steps, rate } = options;
  const count = values.length / pixels;
  const batch = Math.min(options.batch, count);
  const { graph, program } = programOf('train', options, batch);
  const seed = fitSeed(random);
  const store = fillStore(start ? storeOf(start) : new Map(), graph, weightStream(seed));
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
  return parametersOf(graph, store);
}

/** [n, pixels]: the probabilities that the decoder gives to normal noise. */
export async function writeVae(vae: Vae, n: number, options: VaeOptions, random: Random, host?: FitHost) {
  const { pixels, latent, batch } = options;
  const { program } = programOf('decode', options, batch);
  const z = new Float64Array(n * latent);
  random.fillNormal(z);
  return inBatches(
    await program,
    storeOf(vae),
    Float32Array.from(z),
    ['z', latent],
    ['pixels', pixels],
    batch,
    host,
  );
}

/** [n, latent]: the means of the encoder for the images that are rows of `values`. */
export async function encodeVae(vae: Vae, values: Float32Array, options: VaeOptions, host?: FitHost) {
  const { pixels, latent, batch } = options;
  const { program } = programOf('encode', options, batch);
  return inBatches(await program, storeOf(vae), values, ['x', pixels], ['mu', latent], batch, host);
}

/** Mean loss of the images, reconstruction + divergence in nats, with noise drawn once for each. */
export async function lossOfVae(
  vae: Vae,
  values: Float32Array,
  options: VaeOptions,
  random: Random,
  host?: FitHost,
) {
  const { pixels, latent } = options;
  const batch = Math.min(options.batch, values.length / pixels);
  const { graph, program } = programOf('train', options, batch);
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

/** Rows through a graph whose batch is fixed; the last batch is filled up with zeros. */
async function inBatches(
  program: Program,
  store: Store,
  rows: Float32Array,
  [from, width]: [name: string, columns: number],
  [to, columns]: [name: string, columns: number],
  batch: number,
  host: FitHost | undefined,
): Promise<Float32Array> {
  const n = rows.length / width;
  const results = new Float32Array(n * columns);
  for (let at = 0; at < n; at += batch) {
    const fed = new Float32Array(batch * width);
    fed.set(rows.subarray(at * width, Math.min(n, at + batch) * width));
    const outputs = await program.run(store, { [from]: fed });
    host?.check();
    results.set(outputs[to].subarray(0, Math.min(batch, n - at) * columns), at * columns);
  }
  return results;
}

function weightsOf(vae: Vae = {}): Float32Array[] {
  return Object.values(vae).map(({ data }) => data);
}

function storeOf(vae: Vae): Store {
  const store: Store = new Map();
  // Training writes over what it holds: the model itself stays as it is.
  for (const [name, { shape, data }] of Object.entries(vae)) hold(store, name, shape, data.slice());
  return store;
}

function parametersOf(graph: Graph, store: Store): Vae {
  const vae: Vae = {};
  for (const [name, { tensor }] of graph.states) {
    if (tensor.learns) vae[name] = { shape: [...tensor.shape], data: store.get(name)!.data.slice() };
  }
  return vae;
}
