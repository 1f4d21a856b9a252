/**
 * A small classifier learnt from real images with labels. It says of which class a made image is, so that classes that
 * are no longer made can be named, and its last layer but one is the space in which images are compared, the part that
 * VGG-16 has in Kynkäänniemi et al. (2019): distances there follow what an image shows. Pixels follow where it lies and
 * how bright it is, and favour blur.
 */
import {
  type ClassifierSizes,
  classifierReading,
  classifierTraining,
  fillStore,
  type Network,
  networkOf,
  programOf,
  runRows,
  storeOf,
  trainStep,
} from '../nn/index.js';
import type { Random } from '../stats/random.js';
import type { Images } from './images.js';
import type { PointSet } from './manifold.js';

export interface Classifier {
  sizes: ClassifierSizes;
  network: Network;
}

/** Of each image: its features, and its likeliest class as a place among the classes. */
export interface Reading {
  features: PointSet & { values: Float32Array };
  classes: Uint16Array;
}

const CHANNELS = [16, 32] as const;
const FEATURES = 64;
const BATCH = 64;
const STEPS = 600;
const RATE = 1e-3;

/**
 * `codes` are the images' classes, from 0 up to below `classes`. Always the same number of steps, so it takes seconds
 * however many images there are.
 */
export async function fitClassifier(
  images: Images,
  codes: ArrayLike<number>,
  classes: number,
  random: Random,
): Promise<Classifier> {
  const { width, height, values } = padded(images);
  const sizes: ClassifierSizes = { width, height, channels: CHANNELS, features: FEATURES, classes };
  const { graph, program } = programOf(`train ${nameOf(sizes)}`, () => classifierTraining(sizes, BATCH));
  const store = fillStore(new Map(), graph, random);
  const training = { program: await program, store, steps: 0 };
  const pixels = width * height;
  const count = values.length / pixels;
  while (training.steps < STEPS) {
    const x = new Float32Array(BATCH * pixels);
    const wanted = new Int32Array(BATCH);
    for (let i = 0; i < BATCH; i++) {
      const which = random.below(count);
      x.set(values.subarray(which * pixels, (which + 1) * pixels), i * pixels);
      wanted[i] = codes[which];
    }
    // Down to nothing at the end, so that the last batches do not decide.
    await trainStep(training, { x, classes: wanted }, RATE * (1 - training.steps / STEPS));
  }
  return { sizes, network: networkOf(graph, store) };
}

export async function readImagesBy({ sizes, network }: Classifier, images: Images): Promise<Reading> {
  const { values } = padded(images);
  const { program } = programOf(`read ${nameOf(sizes)}`, () => classifierReading(sizes, BATCH));
  const from = ['x', sizes.width * sizes.height] as const;
  const [features, logits] = await runRows(
    await program,
    storeOf(network),
    values,
    from,
    [
      ['features', sizes.features],
      ['logits', sizes.classes],
    ],
    BATCH,
  );
  const classes = new Uint16Array(logits.length / sizes.classes);
  for (let i = 0; i < classes.length; i++) {
    let most = 0;
    for (let c = 1; c < sizes.classes; c++) {
      if (logits[i * sizes.classes + c] > logits[i * sizes.classes + most]) most = c;
    }
    classes[i] = most;
  }
  return { features: { dims: sizes.features, values: features }, classes };
}

const nameOf = (sizes: ClassifierSizes) => `classifier ${JSON.stringify(sizes)}`;

/** With black to the right and below, so that both sides are multiples of 4. */
function padded({ width, height, values }: Images): Images {
  const [wide, high] = [4 * Math.ceil(width / 4), 4 * Math.ceil(height / 4)];
  if (wide === width && high === height) return { width, height, values };
  const count = values.length / (width * height);
  const larger = new Float32Array(count * wide * high);
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < high && y < height; y++) {
      const from = (i * height + y) * width;
      larger.set(values.subarray(from, from + width), (i * high + y) * wide);
    }
  }
  return { width: wide, height: high, values: larger };
}
