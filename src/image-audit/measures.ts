/** Everything that is measured of two sides of images, over all deals. */
import type { ImageSet } from '../images/index.js';
import { NEIGHBOURS } from '../images/manifold.js';
import { type Nearest, nearest } from '../images/nearest.js';
import { halfWhitened, principalComponents } from '../images/principal-components.js';
import { quantile } from '../stats/quantile.js';
import { newRandom } from '../stats/random.js';
import { shareRatioP } from '../stats/share-ratio.js';
import type { Card } from '../table/card.js';
import type { Measure } from '../table/compare-series.js';
import { type Deals, dealRows } from '../table/deals.js';
import { newSeries, type Series } from '../table/series.js';
import { IMAGE_CARDS } from './cards.js';
import { classesOf, classSeries } from './classes.js';
import { coverageOf, LISTED } from './coverage.js';
import { likenessOf, looksOf } from './looks.js';
import { type Parts, pixelsOf } from './parts.js';
import { featureSpread, pixelVariance } from './spread.js';

/** Components at most; on digits and on clothes they have nine tenths of the variance. */
const DIMS = 64;
/** Share of the reference in sparse regions. */
const SPARSE = 0.1;

export interface Panel {
  measures: Measure[];
  deals: Deals;
  /** Recall over precision. */
  balance: Series;
  /** Near copies on both sides, of how many. */
  near: { corpus: [number, number]; reference: [number, number] };
  /** [image of the pool] = place among the names of the reference's labels. */
  classes: Int32Array | null;
  dims: number;
}

export function measureImages(corpus: ImageSet, reference: ImageSet, parts: Parts, seed: number): Panel {
  const { width, height, labels } = reference;
  const n = parts.corpus.length;
  const m = parts.reference.length;
  const pixels = new Uint8Array((n + m) * width * height);
  pixels.set(pixelsOf(corpus, parts.corpus));
  pixels.set(pixelsOf(reference, parts.reference), n * width * height);
  const fitted = pixelsOf(reference, parts.fitted);
  const components = principalComponents(fitted, width * height, DIMS, newRandom(seed, 5));
  const points = halfWhitened(pixels, components);
  const known = nearest(points, halfWhitened(fitted, components), NEIGHBOURS);
  const pool = nearest(points, points, LISTED);
  const deals = dealRows(n, m, seed);
  const { recall, precision, balance } = coverageOf(pool, deals, seed);
  const looks = looksOf(pixels, width, height);
  const of = (card: Card, series: Series): Measure => ({ card, id: card.id, title: card.title, series, n });
  const measures = [
    of(IMAGE_CARDS.recall, recall),
    of(IMAGE_CARDS.rare, sparseShare(known, deals)),
    of(IMAGE_CARDS.pixels, pixelVariance(pixels, width * height, deals)),
    of(IMAGE_CARDS.features, featureSpread(points, deals)),
    of(IMAGE_CARDS.precision, precision),
    of(IMAGE_CARDS.brightness, likenessOf(looks.brightness, deals)),
    of(IMAGE_CARDS.contrast, likenessOf(looks.contrast, deals)),
    of(IMAGE_CARDS.sharpness, likenessOf(looks.sharpness, deals)),
  ];
  let classes: Int32Array | null = null;
  if (labels) {
    const codes = Uint16Array.from(parts.fitted, (place) => labels.codes[place]);
    classes = classesOf(known, codes, labels.names.length);
    const { effective, shares, counts } = classSeries(classes, labels, deals);
    measures.push(of(IMAGE_CARDS.classes, effective));
    labels.names.forEach((name, i) => {
      const [c, k] = counts[i];
      const measure = of(IMAGE_CARDS.class, shares[i]);
      measures.push({
        ...measure,
        id: `${measure.id}:${name}`,
        title: `images of class ${name}`,
        exact: { p: shareRatioP(c, n, k, m) },
      });
    });
  }
  return { measures, deals, balance, near: nearCopies(pool, n, m), classes, dims: components.dims };
}

/** Images farther from their fifth neighbour in the part kept apart than nine tenths of the reference's. */
function sparseShare({ length, squares }: Nearest, deals: Deals): Series {
  const series = newSeries(deals);
  const far = Float64Array.from({ length: squares.length / length }, (_, i) => squares[(i + 1) * length - 1]);
  const order = Uint32Array.from(far, (_, i) => i).sort((i, j) => far[j] - far[i]);
  deals.all.forEach((deal, d) => {
    const sizes = [0, 0, 0];
    for (const side of deal) sizes[side]++;
    const wanted = Math.ceil(SPARSE * sizes[1]);
    const seen = [0, 0, 0];
    for (const i of order) {
      if (seen[1] >= wanted) break;
      seen[deal[i]]++;
    }
    series.value[d] = (seen[0] + 0.5) / (sizes[0] + 0.5);
    series.reference[d] = (seen[1] + 0.5) / (sizes[1] + 0.5);
  });
  return series;
}

/** At equal sizes, as neighbours come nearer with every image more. */
function nearCopies({ length, places, squares }: Nearest, n: number, m: number): Panel['near'] {
  const size = Math.min(n, m);
  const toOwn = (from: number) =>
    Float64Array.from({ length: size }, (_, i) => {
      const at = (from + i) * length;
      for (let k = at; k < at + length; k++) {
        if (places[k] >= from && places[k] < from + size) return Math.sqrt(squares[k]);
      }
      return Number.POSITIVE_INFINITY;
    });
  const [corpus, reference] = [toOwn(0), toOwn(n)];
  const bound = quantile(reference.slice().sort(), 0.01) / 2;
  const count = (all: Float64Array): [number, number] => [all.filter((x) => x < bound).length, size];
  return { corpus: count(corpus), reference: count(reference) };
}
