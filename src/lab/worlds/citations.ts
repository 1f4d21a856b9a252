/**
 * A research tool that shows what is much cited, and is learnt from by the next papers' authors: a loop in which nobody
 * writes anything synthetic, yet what is not shown is as good as lost. Merton's Matthew effect (1968) with a machine in
 * it; Price's cumulative advantage (1976) is what the tool brings in.
 *
 * Each generation is a year with new papers, whose authors give `samples` citations in all. A citation is found through
 * the tool with probability `tool`, and then in proportion to citations among the `shown` most cited papers that the
 * tool knows of; otherwise by reading, in proportion to quality and to e^(-age / memory). Quality is log-normal, fixed
 * and known to readers alone. The tool knows what the regime trains it on: all citations so far under `accumulate`.
 */
import { z } from 'zod';
import { gini } from '../../stats/gini.js';
import { newRandom, type Random } from '../../stats/random.js';
import { firstAbove } from '../learners/first-above.js';
import type { Setup, Values, World } from '../world.js';
import { highest } from './highest.js';
import { rankPicture } from './rank-picture.js';
import { symbols } from './symbols.js';

const parameters = z.strictObject({
  tool: z.number().min(0).max(1).default(0.5).describe('share of citations found through the tool; 0 = none'),
  shown: z.int().min(1).max(10_000).default(50).describe('papers that the tool shows: the most cited ones'),
  papers: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('new papers a year; ten times as many at the start'),
  memory: z
    .number()
    .min(0.1)
    .max(1000)
    .default(5)
    .describe('years after which readers read a paper e times less'),
  spread: z.number().min(0).max(3).default(0.5).describe('standard deviation of the log of quality'),
});

type Parameters = z.infer<typeof parameters>;

/** [paper] = times cited, as far as the tool knows; shorter where the newest have none. */
interface Counts {
  cited: Uint32Array;
}

/** Papers at the start are those of so many years; figures are about the papers of the last ones, so many again. */
const WINDOW = 10;
/** Share of the papers that are called good. */
const GOOD = 0.1;

export const citations: World<Parameters> = {
  name: 'citations',
  title: 'A research tool and the literature',
  about:
    'A tool shows what is much cited, and what is shown is cited: fewer papers get more, and good ones are overlooked.',
  source: 'Merton 1968 and Price 1976 (cumulative advantage), with a tool in the loop',
  parameters,
  defaults: { samples: 1000, generations: 20, seeds: 20, regime: 'accumulate' },
  metrics: {
    'top-1': {
      title: "share of the year's citations that go to the most cited papers, 1 in 100 of ten years' papers",
    },
    gini: { title: "inequality of the last ten years' papers in the year's citations (Gini)" },
    overlooked: {
      title: 'share of the good papers of the last ten years that nothing known to the tool cites',
    },
    quality: { title: "correlation of quality with the year's citations, papers of the last ten years" },
    cited: { title: 'share of the papers of the last ten years that are cited this year' },
  },
  roles: { modes: 'cited' },
  setup: ({ tool, shown, papers, memory, spread }, random): Setup<Uint32Array, Counts> => {
    const world = random.below(2 ** 32);
    const qualities: Float64Array[] = [];
    /** Of all papers of a year and before it. */
    const qualityAt = (year: number): Float64Array => {
      for (let y = qualities.length; y <= year; y++) {
        const own = newRandom(world, y);
        const added = y === 0 ? WINDOW * papers : papers;
        const quality = Float64Array.from({ length: added }, () => Math.exp(spread * own.normal()));
        qualities.push(y === 0 ? quality : concat(qualities[y - 1], quality));
      }
      return qualities[year];
    };
    /** [paper] = what it and those before it weigh to readers of that year. */
    const readersAt = (year: number): Float64Array => {
      const weights = qualityAt(year).slice();
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        const born = Math.floor(i / papers) - WINDOW + 1;
        sum += weights[i] * Math.exp(-(year - born) / memory);
        weights[i] = sum;
      }
      return weights;
    };
    const cite = (model: Counts | undefined, n: number, own: Random, year: number) => {
      const readers = readersAt(year);
      const offered = model ? showing(model, shown) : undefined;
      const data = new Uint32Array(n);
      for (let i = 0; i < n; i++) {
        const byTool = own.uniform() < tool;
        data[i] = byTool && offered ? offered.papers[pick(offered.weights, own)] : pick(readers, own);
      }
      return data;
    };
    return {
      kind: symbols,
      real: (n, own, year) => cite(undefined, n, own, year),
      fit: ({ data }) => ({ cited: countOf(data, 0) }),
      sample: (model, n, own, _bias, year) => cite(model, n, own, year),
      probe: ({ generation, sample, training }) =>
        measure(sample, training.data, qualityAt(generation), papers),
      picture: ({ sample }) => rankPicture(countOf(sample, 0)),
    };
  },
};

/** The most cited papers, and how often they and those before them are cited. */
function showing({ cited }: Counts, shown: number): { papers: Uint32Array; weights: Float64Array } {
  const papers = highest(Float64Array.from(cited), shown);
  const weights = new Float64Array(papers.length);
  let sum = 0;
  papers.forEach((paper, k) => {
    sum += cited[paper];
    weights[k] = sum;
  });
  return { papers, weights };
}

/** A place in proportion to what it adds to the ascending sums. */
function pick(sums: Float64Array, random: Random): number {
  return firstAbove(sums, random.uniform() * sums[sums.length - 1], 0, sums.length - 1);
}

function countOf(data: Uint32Array, least: number): Uint32Array {
  let papers = least;
  for (const paper of data) if (paper >= papers) papers = paper + 1;
  const counts = new Uint32Array(papers);
  for (const paper of data) counts[paper]++;
  return counts;
}

/** Papers that have had a year in which to be cited are judged as overlooked; the good ones are the best tenth. */
function measure(sample: Uint32Array, known: Uint32Array, quality: Float64Array, papers: number): Values {
  const counts = countOf(sample, quality.length);
  const ever = countOf(known, quality.length);
  const from = quality.length - WINDOW * papers;
  const recent = counts.subarray(from);
  let [most, overlooked] = [0, 0];
  for (const paper of highest(Float64Array.from(counts), Math.ceil((WINDOW * papers) / 100))) {
    most += counts[paper];
  }
  const judged = quality.slice(from, quality.length - papers);
  const good = highest(judged, Math.ceil(GOOD * judged.length));
  for (const paper of good) if (ever[from + paper] + recent[paper] === 0) overlooked++;
  return {
    'top-1': most / sample.length,
    gini: gini(recent),
    overlooked: overlooked / good.length,
    quality: correlation(quality.subarray(from), recent),
    cited: recent.filter((count) => count > 0).length / recent.length,
  };
}

function correlation(x: Float64Array, y: Uint32Array): number {
  const n = x.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += x[i] / n;
    meanY += y[i] / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i] - meanX) ** 2;
    yy += (y[i] - meanY) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return xy / Math.sqrt(xx * yy);
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
