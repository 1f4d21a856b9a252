/** Damage of known kind and dose, done to images. */
import type { ImageSet } from '../images/index.js';
import type { Random } from '../stats/random.js';

type Damage = (images: ImageSet, random: Random) => ImageSet;

export const IMAGE_DAMAGE: Record<string, Damage> = {
  none: (images) => images,
  '1 of 10 classes dropped': (images) => withoutClasses(images, [2]),
  '2 of 10 classes dropped': (images) => withoutClasses(images, [2, 5]),
  'the tenth farthest from the mean dropped': (images) => nearestToMean(images, 0.9),
  'the third farthest from the mean dropped': (images) => nearestToMean(images, 2 / 3),
  '2 % replaced by copies': (images, random) => copied(images, 0.02, random),
  '10 % replaced by copies': (images, random) => copied(images, 0.1, random),
  '50 % replaced by copies': (images, random) => copied(images, 0.5, random),
  '10 % replaced by copies, each pixel moved by a level or none': (images, random) =>
    copied(images, 0.1, random, 1),
  'blurred, σ 0.5': (images) => blurred(images, 0.5),
  'blurred, σ 1': (images) => blurred(images, 1),
  'brought 10 % nearer to the mean image': (images) => drawnIn(images, 0.1),
  'brought 30 % nearer to the mean image': (images) => drawnIn(images, 0.3),
  'salt and pepper on 1 % of the pixels': (images, random) => salted(images, 0.01, random),
  'salt and pepper on 5 % of the pixels': (images, random) => salted(images, 0.05, random),
  'dimmed to 0.8': (images) => mapped(images, (x) => 0.8 * x),
  inverted: (images) => mapped(images, (x) => 255 - x),
};

export function takeImages(images: ImageSet, places: readonly number[] | Uint32Array): ImageSet {
  const each = images.width * images.height;
  const pixels = new Uint8Array(places.length * each);
  const codes = new Uint16Array(places.length);
  for (let i = 0; i < places.length; i++) {
    pixels.set(images.pixels.subarray(places[i] * each, (places[i] + 1) * each), i * each);
    if (images.labels) codes[i] = images.labels.codes[places[i]];
  }
  const labels = images.labels && { names: images.labels.names, codes };
  return { ...images, count: places.length, pixels, labels };
}

function mapped(images: ImageSet, level: (x: number, pixel: number) => number): ImageSet {
  const each = images.width * images.height;
  return { ...images, pixels: images.pixels.map((x, i) => Math.round(level(x, i % each))) };
}

function withoutClasses(images: ImageSet, classes: readonly number[]): ImageSet {
  const places = Array.from({ length: images.count }, (_, i) => i);
  return takeImages(
    images,
    places.filter((i) => !classes.includes(images.labels!.codes[i])),
  );
}

function meanOf({ pixels, count, width, height }: ImageSet): Float64Array {
  const mean = new Float64Array(width * height);
  for (let i = 0; i < pixels.length; i++) mean[i % mean.length] += pixels[i] / count;
  return mean;
}

function nearestToMean(images: ImageSet, share: number): ImageSet {
  const mean = meanOf(images);
  const off = new Float64Array(images.count);
  for (let i = 0; i < images.pixels.length; i++)
    off[Math.floor(i / mean.length)] += (images.pixels[i] - mean[i % mean.length]) ** 2;
  const order = Array.from(off, (_, i) => i).sort((a, b) => off[a] - off[b]);
  return takeImages(images, order.slice(0, Math.round(share * images.count)));
}

/** `noise`: levels by which each pixel of a copy is moved, up or down or not at all. */
function copied(images: ImageSet, share: number, random: Random, noise = 0): ImageSet {
  const replaced = Math.round(share * images.count);
  const places = Array.from({ length: images.count }, (_, i) =>
    i < replaced ? replaced + random.below(images.count - replaced) : i,
  );
  const made = takeImages(images, places);
  const end = noise === 0 ? 0 : replaced * images.width * images.height;
  for (let i = 0; i < end; i++) {
    made.pixels[i] = Math.min(255, Math.max(0, made.pixels[i] + noise * (random.below(3) - 1)));
  }
  return made;
}

/** By a Gaussian of `sd` pixels, cut at three of them; beyond the edge lies the edge. */
function blurred(images: ImageSet, sd: number): ImageSet {
  const { width, height, count } = images;
  const reach = Math.ceil(3 * sd);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sd * sd)),
  );
  const total = kernel.reduce((a, b) => a + b, 0);
  const pass = (from: ArrayLike<number>, across: boolean): Float64Array => {
    const made = new Float64Array(from.length);
    for (let i = 0; i < count; i++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          let sum = 0;
          for (let k = -reach; k <= reach; k++) {
            const [u, v] = across
              ? [Math.min(width - 1, Math.max(0, x + k)), y]
              : [x, Math.min(height - 1, Math.max(0, y + k))];
            sum += kernel[k + reach] * from[(i * height + v) * width + u];
          }
          made[(i * height + y) * width + x] = sum / total;
        }
      }
    }
    return made;
  };
  return { ...images, pixels: Uint8Array.from(pass(pass(images.pixels, true), false), Math.round) };
}

function drawnIn(images: ImageSet, share: number): ImageSet {
  const mean = meanOf(images);
  return mapped(images, (x, pixel) => x + share * (mean[pixel] - x));
}

function salted(images: ImageSet, share: number, random: Random): ImageSet {
  return mapped(images, (x) => (random.uniform() < share ? (random.uniform() < 0.5 ? 0 : 255) : x));
}
