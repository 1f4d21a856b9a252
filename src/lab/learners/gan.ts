/**
 * The convolutional GAN of nn/ as a learner: both networks fitted from scratch to images, and written from by giving the
 * generator normal noise. A step is one of the generator, whose pictures the discriminator then tells from real ones.
 */
import {
  type DcganSizes,
  dcganGenerator,
  dcganSide,
  discriminatorTraining,
  fillStore,
  generatorTraining,
  type Network,
  networkOf,
  programOf,
  runRows,
  storeOf,
  trainStep,
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

export interface GanOptions {
  sizes: DcganSizes;
  /** Images a step. */
  batch: number;
  /** Steps of each network. */
  steps: number;
  /** Learning rate of Adam, of both. */
  rate: number;
}

/** As in the paper: with the usual 0.9 the two networks swing. */
const ADAM = { beta1: 0.5 };

/** Least and most side of the smallest layer. */
const START = [4, 7] as const;
const LEAST_SIDE = 28;
const MOST_SIDE = 64;
/** All that `ganSizes` knows, for messages. */
export const GAN_SIDES = '28, 32, 40, 48, 56 or 64';

/**
 * Sizes for square images: each layer doubles the side, from 4 to 7 up, and has half the channels of the one before.
 * Undefined where the side is none of GAN_SIDES.
 */
export function ganSizes(
  side: number,
  { channels, noise }: { channels: number; noise: number },
): DcganSizes | undefined {
  if (side < LEAST_SIDE || side > MOST_SIDE) return undefined;
  let start = side;
  const layers: number[] = [];
  while (start > START[1]) {
    if (start % 2 !== 0) return undefined;
    start /= 2;
    layers.push(Math.max(1, Math.floor(channels / 2 ** layers.length)));
  }
  return start < START[0] ? undefined : { latent: noise, start, channels: layers, colours: 1 };
}

/**
 * Rows of `values` are images in [0, 1]. The network has the parameters and averages of both, so that another fit can
 * start from it. Throws DataError where training diverges, and where the engine is not installed.
 */
export async function fitGan(
  values: Float32Array,
  options: GanOptions,
  random: Random,
  { start, host }: { start?: Network; host?: FitHost } = {},
): Promise<Network> {
  const { sizes, steps, rate } = options;
  const pixels = dcganSide(sizes) ** 2;
  const count = values.length / pixels;
  const batch = Math.min(options.batch, count);
  const shape = `${JSON.stringify(sizes)} ${batch}`;
  const makes = programOf(`train generator ${shape}`, () => generatorTraining(sizes, batch, ADAM));
  const judges = programOf(`train discriminator ${shape}`, () => discriminatorTraining(sizes, batch, ADAM));
  const seed = fitSeed(random);
  const weights = weightStream(seed);
  const store = fillStore(storeOf(start), makes.graph, weights);
  fillStore(store, judges.graph, weights);
  const [generator, discriminator] = [
    { program: await makes.program, store, steps: 0, options: ADAM },
    { program: await judges.program, store, steps: 0, options: ADAM },
  ];
  const batches = newBatches(count, batch, seed);
  const real = new Float32Array(batch * pixels);
  const drawn = new Float64Array(batch * sizes.latent);
  const step = async (k: number) => {
    for (const [i, place] of batches(k).entries()) {
      // The generator ends in a tanh.
      for (let j = 0; j < pixels; j++) real[i * pixels + j] = 2 * values[place * pixels + j] - 1;
    }
    noiseStream(seed, k).fillNormal(drawn);
    generator.steps = discriminator.steps = k - 1;
    const { loss, outputs } = await trainStep(generator, { noise: Float32Array.from(drawn) }, rate);
    try {
      await trainStep(discriminator, { real, made: outputs.pictures }, rate);
    } catch (error) {
      // Both steps or none: states and spares, changed once more, are those before the generator's step.
      generator.program.keep(store);
      throw error;
    }
    return loss;
  };
  const name = host ? fitName(['gan', options, seed], values, ...weightsOf(start)) : '';
  await trainNetwork({ name, store, steps, step, remedy: `--set rate=${rate / 10}` }, host);
  return networkOf(makes.graph, store, (each) => !each.startsWith('adam.'));
}

/** [n, pixels] in [0, 1], of noise with variance `lambda`: below 1 it stays near what the generator makes most often. */
export async function writeGan(
  gan: Network,
  n: number,
  { sizes, batch }: GanOptions,
  random: Random,
  { lambda = 1, host }: { lambda?: number; host?: FitHost } = {},
): Promise<Float32Array> {
  const { program } = programOf(`make ${JSON.stringify(sizes)} ${batch}`, () => dcganGenerator(sizes, batch));
  const drawn = new Float64Array(n * sizes.latent);
  random.fillNormal(drawn);
  const noise = Float32Array.from(drawn, (z) => z * Math.sqrt(lambda));
  const pixels = dcganSide(sizes) ** 2;
  const [made] = await runRows(
    await program,
    storeOf(gan),
    noise,
    ['noise', sizes.latent],
    [['pictures', pixels]],
    batch,
    host?.check,
  );
  return made.map((value) => (value + 1) / 2);
}
