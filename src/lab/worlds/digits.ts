/**
 * Images: a variational autoencoder or a GAN is fitted to digits, or any grey images, anew each generation, and the next
 * one learns from what it makes of noise: autoencoders as Shumailov et al. (2024, SI 4.1), GANs as Alemohammad et al.
 * (2023), whose lambda keeps noise near what is made most often. What they make becomes less and less varied, which is
 * measured in spaces learnt from the real images (image-examiner.ts).
 *
 * We differ: the autoencoder is dense unless the convolutional one of the paper is asked for, the GAN a DCGAN and no
 * StyleGAN2, and the encoder that measures is fitted once more to the real data of generation 0, so that generation 0 can
 * be measured as the others are. A generation learns from a sample of fixed size, where the authors' draws anew for each
 * batch. All generations and regimes take the same number of steps; accumulating gets no more of them for having more data.
 */
import { z } from 'zod';
import type { Images } from '../../images/images.js';
import type { Network } from '../../nn/index.js';
import { newRandom, type Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import { fitGan, GAN_SIDES, type GanOptions, ganSizes, writeGan } from '../learners/gan.js';
import type { FitHost } from '../learners/train-network.js';
import { encodeVae, fitVae, lossOfVae, type VaeOptions, writeVae } from '../learners/vae.js';
import { permutationOf } from '../loop/permutation-of.js';
import type { Bias, Setup, World } from '../world.js';
import { type Examination, type Examiner, newImageExaminer } from './image-examiner.js';
import { imageGrid } from './image-grid.js';
import { images } from './images.js';

const parameters = z.strictObject({
  learner: z
    .enum(['vae', 'gan'])
    .default('vae')
    .describe('what is fitted: a variational autoencoder, or a GAN of convolutions'),
  network: z
    .enum(['dense', 'convolutional'])
    .default('dense')
    .describe('of the autoencoder; convolutional is the one of the paper, for square images'),
  steps: z.int().min(1).default(500).describe('steps of training that every generation takes, a batch each'),
  batch: z.int().min(1).default(128).describe('images a step'),
  rate: z.number().positive().default(1e-3).describe('learning rate of Adam'),
  hidden: z
    .int()
    .min(1)
    .default(400)
    .describe('dense autoencoder: units between image and latent space, each way'),
  latent: z.int().min(1).default(20).describe('autoencoder: dimensions of the latent space'),
  capacity: z.int().min(1).default(64).describe('convolutional autoencoder: channels of the first layer'),
  penalty: z
    .number()
    .min(0)
    .default(0)
    .describe('autoencoder: weight decay of Adam, the share of each weight that is added to its gradient'),
  channels: z
    .int()
    .min(1)
    .default(64)
    .describe("GAN: channels of the generator's first layer; each further layer has half"),
  noise: z.int().min(1).default(64).describe('GAN: numbers of noise that an image is made of'),
});

type Parameters = z.infer<typeof parameters>;

/** Share of the images that no generation learns from, and how many at most. */
const HELD_OUT = 0.1;
const MOST_HELD_OUT = 1024;
/** Real images that the classifier learns from, at most. */
const MOST_SEEN = 2 ** 14;

export const digits: World<Parameters> = {
  name: 'digits',
  title: 'Images, by autoencoders or GANs',
  about:
    'Networks that make images, trained anew on what the last one made of yours: what they make becomes uniform. Needs onnxruntime-node.',
  source:
    'Shumailov et al. 2024, SI 4.1 and figure 7, with a dense network or theirs; Alemohammad et al. 2023, with a small GAN',
  parameters,
  input: 'images',
  defaults: { samples: 3000, generations: 5, seeds: 3 },
  metrics: {
    spread: { title: 'spread in the latent space', unit: "generation 0's" },
    recall: { title: 'recall of unseen real images' },
    precision: { title: 'precision by real images' },
    balance: { title: 'entropy of the classes', unit: '1 = all alike' },
    'class-shift': { title: 'shift of the classes', unit: "total variation from generation 0's" },
    'pixel-variance': { title: 'variance of the pixels', unit: "generation 0's" },
    'held-out': { title: 'loss on unseen real images', unit: 'nats an image' },
    accuracy: { title: 'accuracy of the classifier', unit: 'share of unseen real images' },
  },
  roles: { risk: 'held-out', variance: 'pixel-variance', modes: 'recall' },
  setup(settings, random, input, _newTrainer, host): Setup<Images, Network> {
    const { width, height, pixels, labels } = imagesOf(input);
    if (settings.network === 'convolutional' && (width !== height || width % 4 !== 0)) {
      throw new ConfigError(
        `--images: a convolutional network needs square images whose side is a multiple of 4; these are ${width} x ${height}: --side 28, say`,
      );
    }
    const size = width * height;
    const count = pixels.length / size;
    const held = Math.min(MOST_HELD_OUT, Math.ceil(HELD_OUT * count));
    if (count - held < 2) {
      throw new ConfigError(`--images: ${count} images are too few; ${HELD_OUT * 100} % are held back`);
    }
    const order = permutationOf(count, random);
    const given = (which: Uint32Array): Images => {
      const values = new Float32Array(which.length * size);
      for (let i = 0; i < which.length; i++) {
        const from = which[i] * size;
        for (let j = 0; j < size; j++) values[i * size + j] = pixels[from + j] / 255;
      }
      return { width, height, values };
    };
    const [unseen, rest] = [order.subarray(0, held), order.subarray(held)];
    const heldOut = given(unseen);
    const [examinerSeed, classSeed] = [random.below(2 ** 32), random.below(2 ** 32)];
    const vae: VaeOptions = { ...settings, pixels: size };
    const { fit, write, loss } =
      settings.learner === 'gan' ? ganOf(settings, width, height, host) : vaeOf(vae, host);

    let examiner: Promise<{ examine: Examiner; model: Network }> | undefined;
    const newExaminer = async (first: Images) => {
      const model = await fitVae(first.values, vae, newRandom(examinerSeed), { host, lasting: true });
      const labelled = (which: Uint32Array) => ({
        images: given(which),
        codes: Uint16Array.from(which, (place) => labels!.codes[place]),
      });
      const examine = await newImageExaminer({
        first,
        heldOut,
        encode: async ({ values }) => ({
          dims: vae.latent,
          values: await encodeVae(model, values, vae, host),
        }),
        classes: labels && {
          names: labels.names,
          seen: labelled(rest.subarray(0, MOST_SEEN)),
          unseen: labelled(unseen),
        },
        seed: classSeed,
      });
      return { examine, model };
    };
    /** What `probe` has found, for `lost`. */
    const found = new WeakMap<Images, Examination>();
    return {
      kind: images,
      bends: ['lambda'],
      supply: rest.length,
      real: (n, own, generation) => {
        const places = generation === 0 ? permutationOf(rest.length, own) : undefined;
        return given(Uint32Array.from({ length: n }, (_, i) => rest[places?.[i] ?? own.below(rest.length)]));
      },
      fit: ({ data }, own, start) => fit(data.values, own, start),
      sample: async (model, n, own, bias) => ({ width, height, values: await write(model, n, own, bias) }),
      picture: ({ sample }) => imageGrid(sample),
      probe: async ({ model, sample, first, random: own }) => {
        examiner ??= newExaminer(first);
        const { examine, model: measuring } = await examiner;
        const examination = await examine(sample);
        found.set(sample, examination);
        const values = { ...examination.values };
        if (loss) values['held-out'] = await loss(model ?? measuring, heldOut.values, own);
        return values;
      },
      lost: ({ sample }) => found.get(sample)?.lost ?? [],
    };
  },
};

interface ImageLearner {
  fit(values: Float32Array, random: Random, start?: Network): Promise<Network>;
  write(model: Network, n: number, random: Random, bias: Bias): Promise<Float32Array>;
  /** Of images that it has not learnt from, where it has one. */
  loss?(model: Network, values: Float32Array, random: Random): Promise<number>;
}

function vaeOf(options: VaeOptions, host: FitHost | undefined): ImageLearner {
  return {
    fit: (values, random, start) => fitVae(values, options, random, { start, host }),
    write: (model, n, random, { lambda }) => writeVae(model, n, options, random, { lambda, host }),
    loss: (model, values, random) => lossOfVae(model, values, options, random, host),
  };
}

function ganOf(settings: Parameters, width: number, height: number, host: FitHost | undefined): ImageLearner {
  const sizes = width === height ? ganSizes(width, settings) : undefined;
  if (!sizes) {
    throw new ConfigError(
      `learner gan makes square images of ${GAN_SIDES} pixels a side; these are ${width} x ${height}: bring them to a size with --side 32, say`,
    );
  }
  const options: GanOptions = { ...settings, sizes };
  return {
    fit: (values, random, start) => fitGan(values, options, random, { start, host }),
    write: (model, n, random, { lambda }) => writeGan(model, n, options, random, { lambda, host }),
  };
}

function imagesOf(input: LabInput | undefined): LabInput & { kind: 'images' } {
  if (input?.kind === 'images') return input;
  throw new ConfigError(
    'world digits learns from images: --images PATH, an IDX file (train-images-idx3-ubyte.gz, say), a .npy file or a folder of PNG and JPEG pictures',
  );
}
