/** What is measured of images: one card a metric; `tails/class` has a member for each class. */
import { type Card, card, cardAmong } from '../table/card.js';

const MANIFOLD =
  'Improved precision and recall (Kynkäänniemi et al. 2019), k = 5, on half-whitened principal components of pixels instead of the features of a trained network. The reference is cut in halves: one is looked for in the corpus and in the other half, at equal sizes; the mean over eight cuts.';

export const IMAGE_CARDS = {
  recall: card('tails/recall', 'reference images that are covered', {
    failTitle: 'kinds of images are gone',
    why: 'The share of real images that lie among the made ones. It falls first where images are rare, while the typical image is still made well.',
    source: MANIFOLD,
    unit: 'share of reference images',
    range: '0 to 1',
    bounds: { warn: 0.97, fail: 0.93 },
    needs: '',
  }),
  rare: card('tails/rare-images', 'images in sparse regions', {
    failTitle: 'unusual images are fewer',
    why: 'The images that are least like any others: an unusual hand, an odd garment. A generator that learns from a sample makes them less often.',
    source:
      "Own construction: the share of images farther from their fifth neighbour in a part of the reference kept apart than nine tenths of the reference's; half an image is added.",
    unit: 'share of images',
    range: '0 to 1',
    bounds: { warn: 0.85, fail: 0.7 },
    needs: '',
  }),
  class: card('tails/class', 'images of the class', {
    failTitle: 'a class has shrunk or is gone',
    why: 'A mean over classes hides the smallest one: each is told by itself.',
    source:
      "Every image of both sides is given the class of most of its five nearest labelled images in a part of the reference kept apart; half an image is added. p is twice the smaller tail of Fisher's exact test.",
    unit: 'share of images',
    range: '0 to 1',
    bounds: { warn: 0.8, fail: 0.65 },
    needs: '--reference-labels',
  }),
  pixels: card('diversity/pixel-variance', 'variance of the pixels', {
    failTitle: 'images have drawn together',
    why: 'Late collapse: all images become the same grey one.',
    source: 'Sum over pixels of the variance over images (Shumailov et al. 2024 show its fall).',
    unit: 'squared levels of grey',
    range: '0 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '',
  }),
  features: card('diversity/features', 'spread in feature space', {
    failTitle: 'images vary in fewer ways',
    why: 'Pixel variance is made by a few broad differences; this counts all directions alike, so that it falls when fine differences go.',
    source:
      'The geometric mean of the variances along all directions (root of the determinant of the covariance) of the principal components of pixels.',
    unit: 'variance a direction',
    range: '0 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '',
  }),
  classes: card('diversity/classes', 'effective classes', {
    failTitle: 'a few classes have taken over',
    why: 'How many classes there would be if all were equally frequent.',
    source: 'exp of the entropy of the classes that nearest labelled images give.',
    unit: 'classes',
    range: '1 or more',
    bounds: { warn: 0.93, fail: 0.85 },
    needs: '--reference-labels',
  }),
  copies: card('repetition/copied-images', 'images that are copies', {
    failTitle: 'images are copies of others',
    why: 'The same image again and again: a generator with few modes, or a data set that was filled up.',
    source: 'Images whose pixels all equal those of one before. All other metrics count copies once.',
    unit: 'share of images',
    range: '0 to 1',
    ratioOf: 'complement',
    bounds: { warn: 0.99, fail: 0.95 },
    needs: '',
  }),
  nearCopies: card('repetition/near-copied-images', 'images that are nearly copies', {
    failTitle: 'images are nearly copies of others',
    why: 'Copies that were saved again, moved by a shade or slightly blurred are no longer equal.',
    source:
      "Own construction: images whose nearest neighbour on their own side is less than half as far as the nearest neighbours of 99 in a hundred of the reference's images.",
    unit: 'share of images',
    range: '0 to 1',
    ratioOf: 'complement',
    bounds: { warn: 0.99, fail: 0.95 },
    needs: '',
  }),
  precision: card('drift/precision', 'images that lie among the reference', {
    failTitle: 'images are unlike the reference',
    why: 'The share of images that could be real. It falls when something else came in, and stays where images only become fewer in kind.',
    source: MANIFOLD,
    unit: 'share of images',
    range: '0 to 1',
    bounds: { warn: 0.97, fail: 0.93 },
    needs: '',
  }),
  brightness: look(
    'drift/brightness',
    'likeness of brightness',
    'images are brighter or darker',
    'mean level of grey',
  ),
  contrast: look(
    'drift/contrast',
    'likeness of contrast',
    'contrast is stronger or weaker',
    'standard deviation of the levels of grey',
  ),
  sharpness: look(
    'drift/sharpness',
    'likeness of sharpness',
    'images are sharper or more blurred',
    'mean difference between neighbouring pixels',
  ),
} as const satisfies Record<string, Card>;

function look(id: string, title: string, failTitle: string, what: string): Card {
  return card(id, title, {
    failTitle,
    why: 'How much of the distribution stayed where it was. Movement alone is no collapse.',
    source: `1 less Kolmogorov and Smirnov's largest difference, of each image's ${what}; the reference is what two samples of one source show at these sizes.`,
    unit: '1 - Kolmogorov-Smirnov distance',
    range: '0 to 1',
    bounds: { warn: 0.95, fail: 0.9 },
    needs: '',
  });
}

/** The card of a metric's id, with or without its class. */
export function imageCard(id: string): Card | undefined {
  return cardAmong(IMAGE_CARDS, id);
}
