/**
 * What a mixture is forecast to leave of the vocabulary's tail: the share of human text's rare types (rare-types.ts) that
 * generation g's model writes, with a 95 % interval for one run, not for the mean of many. In closed form where
 * models learn words by frequency (tail-unigram.ts), by calibrated simulation where they learn n-grams (tail-ngram.ts).
 *
 * A loss is told against the first generation, which learns from human text alone: a text of finite length leaves rare
 * types out whoever writes it, and no mixture can do better than all human text.
 */
import type { NgramOptions } from '../lm/ngram.js';
import { type Feeding, type HumanText, meanLength, regimeOf } from './feeding.js';
import { RARE, type RareTypes, rareTypes } from './rare-types.js';
import { ngramTail } from './tail-ngram.js';
import { type TailMoments, unigramTail } from './tail-unigram.js';

export const LEARNERS = ['unigram', 'ngram'] as const;
export type Learner = (typeof LEARNERS)[number];

export interface TailForecast {
  learner: Learner;
  method: 'closed form' | 'calibrated simulation';
  /** As the lab writes it. */
  regime: string;
  /** A type is rare that stands at most so often in the human text: generation 0 and, under `fresh`, the supply. */
  rareUpTo: number;
  rareTypes: number;
  /** The share of them that generation 0 holds, and its tokens. */
  atFirst: number;
  tokens: number;
  /** From generation 1 on: the share that is present, with the 95 % prediction interval. */
  generations: { generation: number; share: number; low: number; high: number }[];
}

export interface ForecastOptions {
  learner: Learner;
  /** Of the simulated parts. Default 0. */
  seed?: number;
}

/** What is calibrated, and the lab's own default. */
export const NGRAM: NgramOptions = { order: 3, smoothing: 'witten-bell' };

export async function forecastTail(
  text: HumanText,
  feeding: Feeding,
  { learner, seed = 0 }: ForecastOptions,
): Promise<TailForecast> {
  const rare = rareTypes(text, feeding.strategy);
  const tail = await tailOf(text, feeding, rare, learner, seed);
  return {
    learner,
    method: learner === 'unigram' ? 'closed form' : 'calibrated simulation',
    regime: regimeOf(feeding),
    rareUpTo: RARE,
    rareTypes: rare.counts.length,
    atFirst: rare.counts.reduce((sum, count) => sum + Math.min(1, count), 0) / rare.counts.length,
    tokens: text.first.pieces.length,
    generations: tail.map((moments) => ({
      generation: moments.generation,
      share: moments.mean,
      ...predicted(moments, rare.counts.length),
    })),
  };
}

async function tailOf(
  text: HumanText,
  feeding: Feeding,
  rare: RareTypes,
  learner: Learner,
  seed: number,
): Promise<TailMoments[]> {
  return learner === 'unigram'
    ? unigramTail(text, feeding, rare)
    : ngramTail(text, feeding, rare, NGRAM, seed);
}

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/** The 95 % prediction interval of a share of so many types, widened by half of one for being a count. */
export function predicted({ mean, sd }: TailMoments, types: number): { low: number; high: number } {
  const half = Z * sd + 0.5 / types;
  return { low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
}

/** Of what generation 1 writes of the rare types, the share that generation g has lost. */
export function lossOf({ generations }: TailForecast, by: 'share' | 'low'): number {
  const last = generations[generations.length - 1];
  return 1 - last[by] / generations[0].share;
}

export interface LeastHuman {
  /** Human documents a generation, their share of what it adds, and their tokens. */
  documents: number;
  share: number;
  tokens: number;
  /** With so many: the loss forecast, and the most that is to be expected (by the interval's lower end). */
  loss: number;
  worst: number;
  /** Not even all human documents hold the bound with that certainty; the figures are theirs. */
  unreachable: boolean;
}

/**
 * The least number of human documents with which the loss after all generations stays below `maxLoss`, in 0..1, by the
 * interval's lower end; to within 1 % of the documents where it is simulated. By bisection, since more human text loses
 * no more.
 */
export async function leastHuman(
  text: HumanText,
  feeding: Feeding,
  maxLoss: number,
  options: ForecastOptions,
): Promise<LeastHuman> {
  const at = (human: number) => forecastTail(text, { ...feeding, human }, options);
  const from = feeding.strategy === 'fresh' ? text.supply : text.first;
  let low = -1;
  let high = feeding.documents;
  let best = await at(high);
  const unreachable = lossOf(best, 'low') > maxLoss;
  const step = options.learner === 'ngram' ? Math.ceil(feeding.documents / 100) : 1;
  while (!unreachable && high - low > step) {
    const middle = (low + high) >> 1;
    const forecast = await at(middle);
    if (lossOf(forecast, 'low') <= maxLoss) {
      high = middle;
      best = forecast;
    } else low = middle;
  }
  return {
    documents: high,
    share: high / feeding.documents,
    tokens: Math.round(high * (high > 0 ? meanLength(from) : 0)),
    loss: lossOf(best, 'share'),
    worst: lossOf(best, 'low'),
    unreachable,
  };
}
