/**
 * What is measured of images, in spaces that are learnt once from real images: the autoencoder's of generation 0 for
 * spread, and for precision and recall the classifier's features where classes are known, else the same autoencoder's.
 * Precision and recall are against real images that no generation learns from, so that generation 0 has what two draws
 * of real images have of each other, and not 1.
 */
import { balanceOf, classShares, lostClasses, variationOf } from '../../images/class-balance.js';
import { type Classifier, fitClassifier, readImagesBy } from '../../images/classifier.js';
import { type Images, meanVariance } from '../../images/images.js';
import { type PointSet, precisionAndRecall } from '../../images/manifold.js';
import { newRandom } from '../../stats/random.js';
import type { Values } from '../world.js';
import { images as kind } from './images.js';

/** Real images with their classes: what the classifier learns from, and what it is judged on. */
export interface Labelled {
  images: Images;
  codes: Uint16Array;
}

export interface ExaminerOptions {
  /** Of generation 0. */
  first: Images;
  /** Real images that no generation learns from. */
  heldOut: Images;
  /** [n, latent]: where images lie for an autoencoder of generation 0. */
  encode(images: Images): Promise<PointSet & { values: Float32Array }>;
  classes?: { names: readonly string[]; seen: Labelled; unseen: Labelled };
  seed: number;
}

export interface Examination {
  values: Values;
  /** Names of the classes that are no longer made. */
  lost: string[];
}

export type Examiner = (made: Images) => Promise<Examination>;

export async function newImageExaminer(options: ExaminerOptions): Promise<Examiner> {
  const { first, heldOut, encode, classes, seed } = options;
  const pixels = first.width * first.height;
  const variance = meanVariance(first.values, pixels);
  const spreadOf = ({ dims, values }: PointSet) => Math.sqrt(meanVariance(values, dims));
  const spread = spreadOf(await encode(first));
  const teller = classes && (await newTeller(classes, first, seed));
  const featuresOf = async (some: Images) => (teller ? (await teller.read(some)).features : encode(some));
  const real = await featuresOf(heldOut);
  return async (made) => {
    const read = await teller?.read(made);
    const encoded = await encode(made);
    const features = read?.features ?? encoded;
    // As many of both; samples are in no order.
    const size = Math.min(kind.size(heldOut), kind.size(made));
    return {
      values: {
        spread: spreadOf(encoded) / spread,
        'pixel-variance': meanVariance(made.values, pixels) / variance,
        ...precisionAndRecall(firstOf(real, size), firstOf(features, size)),
        ...(teller && read && teller.valuesOf(read.classes)),
      },
      lost: teller && read ? teller.lostOf(read.classes) : [],
    };
  };
}

/** Learns the classes, and tells what has become of them. */
async function newTeller(
  { names, seen, unseen }: NonNullable<ExaminerOptions['classes']>,
  first: Images,
  seed: number,
) {
  const classifier: Classifier = await fitClassifier(seen.images, seen.codes, names.length, newRandom(seed));
  const read = (some: Images) => readImagesBy(classifier, some);
  const told = (await read(unseen.images)).classes;
  const accuracy = told.reduce((sum, code, i) => sum + Number(code === unseen.codes[i]), 0) / told.length;
  const before = classShares((await read(first)).classes, names.length);
  const sharesOf = (told: Uint16Array) => classShares(told, names.length);
  return {
    read,
    valuesOf: (told: Uint16Array): Values => {
      const now = sharesOf(told);
      return { balance: balanceOf(now), 'class-shift': variationOf(before, now), accuracy };
    },
    lostOf: (told: Uint16Array) => lostClasses(before, sharesOf(told)).map((c) => `class ${names[c]}`),
  };
}

const firstOf = ({ dims, values }: PointSet & { values: Float32Array }, size: number): PointSet => ({
  dims,
  values: values.subarray(0, size * dims),
});
