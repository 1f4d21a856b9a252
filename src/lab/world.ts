/**
 * The lab's contract: a world says where real data come from, what is fitted to them, what the fitted model writes, and
 * what can be known exactly. Regimes, the loop, runs, claims and reports know nothing else of a world.
 *
 *   real data → fit → model → sample → (regime) → fit → …
 *
 * Generation 0 is the real data themselves; generation g is the model fitted for the g-th time, so generation 1 has
 * learnt from real data only.
 */
import type { z } from 'zod';
import type { Random } from '../stats/random.js';
import type { LabInput } from './lab-input.js';
import type { FitHost } from './learners/train-network.js';
import type { NewTrainer } from './trainer/trainer.js';
import type { Points } from './worlds/points.js';

/** Figures of one generation, by metric. NaN where there is nothing to measure. */
export type Values = Record<string, number>;

/** Data that can be counted, drawn from and joined, whatever they are. */
export interface Kind<D> {
  size(data: D): number;
  /** Observations in the order given; the same one may be taken more than once. */
  take(data: D, which: ArrayLike<number>): D;
  join(parts: readonly D[]): D;
}

/** What a model is fitted to. */
export interface Training<D> {
  data: D;
  /** [i] = 1 where observation i is real. */
  human: Uint8Array;
  /** Weight of each observation, where a regime weighs them; a learner that cannot weigh says so in `weighs`. */
  weights?: Float64Array;
}

/** How sampling is bent away from the model. */
export interface Bias {
  /** Spread kept: variance of what is sampled as a share of the model's (1 = unbiased). MAD's lambda. */
  lambda: number;
  /** Temperature of a discrete choice (1 = unbiased). */
  temperature: number;
  /** Probability mass that is kept when the least likely choices are never drawn (1 = all). */
  keep: number;
}

export interface Seen<D, M> {
  generation: number;
  /** Undefined at generation 0. */
  model: M | undefined;
  training: Training<D>;
  /** What the model wrote; at generation 0 the real data. */
  sample: D;
  /** The real data of generation 0. */
  first: D;
  random: Random;
}

/** One run's world: parameters and seed are fixed. All data and models are plain data that `structuredClone` copies. */
export interface Setup<D, M> {
  kind: Kind<D>;
  /** Real observations that there are for generation 0, where they are few: larger runs are cut to this. */
  supply?: number;
  /** Fresh real observations. `model` is the last one fitted, for worlds that respond to it. */
  real(n: number, random: Random, generation: number, model?: M): D;
  /** `start` are the parameters to begin from, under the regime `transfer`. */
  fit(training: Training<D>, random: Random, start?: M): M | Promise<M>;
  sample(model: M, n: number, random: Random, bias: Bias, generation: number): D | Promise<D>;
  /** What is known of one generation. Costly figures may be left out between the last and every `every`-th generation. */
  probe(seen: Seen<D, M>): Values | Promise<Values>;
  /** The distribution, small enough to draw; asked for at a few generations of the first seed. */
  picture?(seen: Seen<D, M>): Picture | undefined | Promise<Picture | undefined>;
  /** Names of what generation 0 had and this one has not (classes, groups, facts), for the result. */
  lost?(seen: Seen<D, M>): string[];
  /** Observations as texts, where they are texts: those of the first seed are kept with the run. */
  texts?(data: D): Iterable<string>;

  /**
   * The same beginnings of real texts continued by each model, for the result; by the real texts themselves where there
   * is no model (generation 0). Asked for at the measured generations of the first seed.
   */
  continued?(model: M | undefined, bias: Bias): Continued[] | Promise<Continued[]>;

  // What some regimes need; a regime whose need is missing is refused by name.
  /** `fit` heeds weights. */
  weighs?: boolean;
  /** `sample` heeds these parts of the bias. */
  bends?: (keyof Bias)[];
  /** [i] = 1 where a perfect verifier accepts observation i; `shift` moves a biased verifier's centre, in real SDs. */
  good?(data: D, shift: number): Uint8Array;
  /** A point for each observation: what a detector tells real ones from written ones by. */
  traits?(data: D): Points;
  /** Adds noise of `sd` real standard deviations. */
  noise?(data: D, sd: number, random: Random): D;
  /** Synthetic observations of the rare strata only. */
  rare?(model: M, n: number, random: Random): D;
  /** Parts of observations (tokens) redrawn from the model with probability `share`; else whole observations are. */
  edit?(data: D, model: M, share: number, random: Random): D;
}

/** The beginning of a text, and what follows. */
export interface Continued {
  prompt: string;
  text: string;
}

/** To draw: density over x, share by rank (both axes logarithmic), points in the plane, or images as they are. */
export interface Picture {
  form: 'density' | 'ranks' | 'points' | 'images';
  x: number[];
  y: number[];
  /** Of images, which have no x and y: a PNG in base64. */
  png?: string;
}

/**
 * What a definition of collapse speaks of. `risk`: higher is worse, above 0. `variance`: of what is written. `modes`,
 * `tail`: lower is worse, 1 or their own start while nothing is lost. `invented`: share of what no real source gives.
 */
export type Role = 'risk' | 'variance' | 'modes' | 'tail' | 'invented';

export interface MetricInfo {
  title: string;
  unit?: string;
  /** Shown on a logarithmic axis. */
  log?: boolean;
}

/** An entry of `gen0 lab list`. */
export interface World<P = unknown> {
  name: string;
  title: string;
  /** One or two sentences: what it shows, and of which paper. */
  about: string;
  source: string;
  /** The world's own parameters with their defaults; a description on each. */
  parameters: z.ZodType<P>;
  /** Data that the user may bring: `corpus` (documents), `table` (columns), `ratings` (user, item, value), `images`. */
  input?: LabInput['kind'];
  /** Of the loop, where they differ from the general ones. */
  defaults: { samples: number; generations: number; seeds: number; regime?: string };
  /** Samples that suit what the user brings, where nobody says how many. */
  samplesFor?(input: LabInput): number;
  /** In the order of importance; the first is the headline. */
  metrics: Record<string, MetricInfo>;
  /** Which metric stands for what in the eight definitions of collapse. */
  roles?: Partial<Record<Role, string>>;
  /** `random` is for what belongs to the run but not to a generation (true parameters, say). */
  setup(
    parameters: P,
    random: Random,
    input?: LabInput,
    /** Makes a learner of the user's own program, where the run has a folder for what it writes. */
    newTrainer?: NewTrainer,
    /** Keeps what fits have so far, and hears how far they are. */
    fits?: FitHost,
    // biome-ignore lint/suspicious/noExplicitAny: the data and models of worlds have nothing in common
  ): Setup<any, any> | Promise<Setup<any, any>>;
}
