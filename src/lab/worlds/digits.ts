/**
 * Images: a variational autoencoder is fitted to digits, or any grey images, anew each generation, and the next one
 * learns from what its decoder makes of noise (Shumailov et al. 2024, SI 4.1). What it writes becomes less and less
 * varied, which is measured in the latent space of an autoencoder of the real images.
 *
 * We differ: the network is dense unless the convolutional one of the paper is asked for, and the encoder that measures is
 * fitted once more to the real data of generation 0, so that generation 0 can be measured as the others are. A generation
 * learns from a sample of fixed size, where the authors' draws anew for each batch. All generations and regimes take the same
 * number of steps; accumulating gets no more of them for having more data.
 */
import { z } from 'zod';
import { newRandom } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import { encodeVae, fitVae, lossOfVae, type Vae, type VaeOptions, writeVae } from '../learners/vae.js';
import { permutationOf } from '../loop/permutation-of.js';
import type { Setup, World } from '../world.js';
import { imageGrid } from './image-grid.js';
import { type Images, images, meanVariance } from './images.js';

const parameters = z.strictObject({
  network: z
    .enum(['dense', 'convolutional'])
    .default('dense')
    .describe('of the autoencoder; convolutional is the one of the paper, for square images'),
  steps: z.int().min(1).default(500).describe('steps of training that every generation takes, a batch each'),
  batch: z.int().min(1).default(128).describe('images a step'),
  rate: z.number().positive().default(1e-3).describe('learning rate of Adam'),
  hidden: z.int().min(1).default(400).describe('dense: units between image and latent space, each way'),
  latent: z.int().min(1).default(20).describe('dimensions of the latent space'),
  capacity: z.int().min(1).default(64).describe('convolutional: channels of the first layer'),
  penalty: z
    .number()
    .min(0)
    .default(0)
    .describe('weight decay of Adam: the share of each weight that is added to its gradient'),
});

type Parameters = z.infer<typeof parameters>;

/** Share of the images that no generation learns from, and how many at most. */
const HELD_OUT = 0.1;
const MOST_HELD_OUT = 1024;

export const digits: World<Parameters> = {
  name: 'digits',
  title: 'Images, by autoencoders',
  about:
    'A variational autoencoder of your images, trained anew on what the last one made: what it writes becomes uniform. Needs onnxruntime-node.',
  source:
    'Shumailov et al. 2024, SI 4.1 and figure 7, with a dense network or theirs; Kingma and Welling 2014',
  parameters,
  input: 'images',
  defaults: { samples: 3000, generations: 5, seeds: 3 },
  metrics: {
    spread: { title: 'spread in the latent space of the real images', unit: "generation 0's" },
    'pixel-variance': { title: 'variance of the pixels', unit: "generation 0's" },
    'held-out': { title: 'loss on real images not learnt from', unit: 'nats an image' },
  },
  roles: { risk: 'held-out', variance: 'pixel-variance' },
  setup(settings, random, input, _newTrainer, host): Setup<Images, Vae> {
    const { width, height, pixels } = imagesOf(input);
    const options: VaeOptions = { ...settings, pixels: width * height };
    if (settings.network === 'convolutional' && (width !== height || width % 4 !== 0)) {
      throw new ConfigError(
        `--images: a convolutional network needs square images whose side is a multiple of 4; these are ${width} x ${height}: --side 28, say`,
      );
    }
    const count = pixels.length / options.pixels;
    const held = Math.min(MOST_HELD_OUT, Math.ceil(HELD_OUT * count));
    if (count - held < 2) {
      throw new ConfigError(`--images: ${count} images are too few; ${HELD_OUT * 100} % are held back`);
    }
    const order = permutationOf(count, random);
    const given = (which: Uint32Array): Images => {
      const values = new Float32Array(which.length * options.pixels);
      for (let i = 0; i < which.length; i++) {
        const from = which[i] * options.pixels;
        for (let j = 0; j < options.pixels; j++) values[i * options.pixels + j] = pixels[from + j] / 255;
      }
      return { width, height, values };
    };
    const test = given(order.subarray(0, held));
    const rest = order.subarray(held);
    const examinerSeed = random.below(2 ** 32);
    let examiner: Promise<{ vae: Vae; sd: number; variance: number }> | undefined;
    const examine = async ({ values }: Images) => {
      const vae = await fitVae(values, options, newRandom(examinerSeed), { host, lasting: true });
      return { vae, sd: await spreadOf(vae, values), variance: meanVariance(values, options.pixels) };
    };
    const spreadOf = async (vae: Vae, values: Float32Array) =>
      Math.sqrt(meanVariance(await encodeVae(vae, values, options, host), options.latent));
    return {
      kind: images,
      supply: rest.length,
      real: (n, own, generation) => {
        const places = generation === 0 ? permutationOf(rest.length, own) : undefined;
        return given(Uint32Array.from({ length: n }, (_, i) => rest[places?.[i] ?? own.below(rest.length)]));
      },
      fit: ({ data }, own, start) => fitVae(data.values, options, own, { start, host }),
      sample: async (vae, n, own) => ({ width, height, values: await writeVae(vae, n, options, own, host) }),
      picture: ({ sample }) => imageGrid(sample),
      probe: async ({ model, sample, first, random: own }) => {
        examiner ??= examine(first);
        const { vae, sd, variance } = await examiner;
        return {
          spread: (await spreadOf(vae, sample.values)) / sd,
          'pixel-variance': meanVariance(sample.values, options.pixels) / variance,
          'held-out': await lossOfVae(model ?? vae, test.values, options, own, host),
        };
      },
    };
  },
};

function imagesOf(input: LabInput | undefined): LabInput & { kind: 'images' } {
  if (input?.kind === 'images') return input;
  throw new ConfigError(
    'world digits learns from images: --images PATH, an IDX file (train-images-idx3-ubyte.gz, say), a .npy file or a folder of PNG and JPEG pictures',
  );
}
