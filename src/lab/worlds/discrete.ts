/**
 * Categories counted and drawn again: what a generation has not drawn is gone for good, the rare ones first. This is
 * the Wright-Fisher model of genetics, and the exact part of Shumailov et al. (2024), Seddik et al. (2024) and Suresh
 * et al. (2024). With `cut` the model never writes beyond a rank, the cut tail of Dohmatob et al. (2024, A Tale of
 * Tails), whose test error is `missing`.
 *
 * A symbol counts as alive while the model can still write it.
 */
import { z } from 'zod';
import { aliasTable, drawAlias } from '../../stats/alias.js';
import type { Random } from '../../stats/random.js';
import { ConfigError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import type { Bias, Picture, Setup, Training, World } from '../world.js';
import { type Alphabet, bernoulli, uniform, wordsOf, zipf } from './alphabet.js';
import { bentShares } from './bent-shares.js';
import { measureShares, SURVIVAL } from './discrete-measures.js';
import { symbols } from './symbols.js';

const parameters = z.strictObject({
  truth: z
    .enum(['zipf', 'uniform', 'bernoulli', 'corpus'])
    .default('zipf')
    .describe('true distribution; corpus = the words of the given corpus'),
  a: z.number().min(0).max(20).default(1).describe('exponent of zipf: share of rank i ~ (i + b)^-a'),
  b: z.number().min(0).max(1e6).default(0).describe('offset of zipf'),
  m: z.int().min(1).max(10_000_000).default(1000).describe('symbols of zipf and uniform'),
  p: z.number().min(0).max(1).default(0.2).describe('share of the first of the two symbols of bernoulli'),
  smoothing: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe('added to the count of every symbol of the alphabet; 0 = maximum likelihood'),
  cut: z
    .int()
    .min(0)
    .default(0)
    .describe('the model writes no symbol beyond this rank of the truth; 0 = no cut'),
  rare: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('the least likely symbols that together hold at most this share are called rare'),
});

type Parameters = z.infer<typeof parameters>;

/** Shares of the symbols that are alive; parallel arrays. */
export interface Shares {
  symbols: Uint32Array;
  shares: Float64Array;
}

/** Symbols whose loss is told by name. */
const WATCHED = 50;

export const discrete: World<Parameters> = {
  name: 'discrete',
  title: 'Categories',
  about: 'Words or categories counted and drawn anew: the rare ones die first, and what is dead stays dead.',
  source:
    'Shumailov et al. 2024 (discrete distributions); Suresh et al. 2024, Theorem 1 and Corollary 1; Seddik et al. 2024; Dohmatob et al. 2024',
  parameters,
  input: 'corpus',
  defaults: { samples: 1000, generations: 20, seeds: 50 },
  metrics: {
    unique: { title: 'symbols alive' },
    missing: { title: 'true share of the symbols that are gone', log: true },
    rare: { title: 'share of the rare symbols alive' },
    tv: { title: 'total variation from the truth' },
    kl: { title: 'divergence KL(model | truth)', unit: 'nats' },
    entropy: { title: 'entropy', unit: 'nats' },
    repeat: { title: 'chance that two draws are the same' },
    first: { title: 'share of the first symbol' },
    absorbed: { title: 'one symbol left' },
    ...Object.fromEntries(
      SURVIVAL.map((c) => [
        `alive-${c}`,
        { title: `share alive of the symbols that generation 0 had ${c === 1 ? 'once' : `${c} times`}` },
      ]),
    ),
  },
  roles: { risk: 'missing', modes: 'unique', tail: 'rare' },
  setup: (options, _random, input): Setup<Uint32Array, Shares> => {
    const truth = alphabetOf(options, input);
    const m = truth.shares.length;
    const rareFrom = firstRare(truth.shares, options.rare);
    const real = aliasTable(truth.shares);
    const counts = new Float64Array(m);
    const measures = measureShares(truth.shares, rareFrom);
    return {
      kind: symbols,
      weighs: true,
      bends: ['temperature', 'keep'],
      real: (n, random) => {
        const data = new Uint32Array(n);
        for (let i = 0; i < n; i++) data[i] = drawAlias(real, random);
        return data;
      },
      fit: (training) => fit(training, counts, options.smoothing),
      sample: (model, n, random, bias) => draw(written(model, options.cut), n, random, bias),
      probe: ({ model, first }) => measures(model, first),
      picture: ({ model }) => ranks(model?.shares ?? truth.shares),
      lost: ({ model, first }) => (model ? gone(model, first, truth) : []),
      rare: (model, n, random) => {
        const alive = only(model, (symbol) => symbol >= rareFrom);
        const from = alive.symbols.length > 0 ? alive : model;
        return draw(from, n, random, { lambda: 1, temperature: 1, keep: 1 });
      },
    };
  },
};

function alphabetOf({ truth, a, b, m, p }: Parameters, input: LabInput | undefined): Alphabet {
  if (truth === 'corpus' || input) {
    if (input?.kind !== 'corpus') {
      throw new ConfigError('world discrete: truth "corpus" needs a corpus; bring one with --corpus FILE');
    }
    return wordsOf(input);
  }
  return truth === 'zipf' ? zipf(a, b, m) : truth === 'uniform' ? uniform(m) : bernoulli(p);
}

/** `counts` is scratch: zero for every symbol, before and after. */
function fit({ data, weights }: Training<Uint32Array>, counts: Float64Array, smoothing: number): Shares {
  const m = counts.length;
  const seen = new Uint32Array(Math.min(m, data.length));
  let found = 0;
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const weight = weights ? weights[i] : 1;
    if (weight === 0) continue;
    if (counts[data[i]] === 0) seen[found++] = data[i];
    counts[data[i]] += weight;
    sum += weight;
  }
  const alive = smoothing > 0 ? Uint32Array.from({ length: m }, (_, i) => i) : seen.slice(0, found);
  const total = sum + smoothing * m;
  const shares = new Float64Array(alive.length);
  for (let i = 0; i < alive.length; i++) shares[i] = (counts[alive[i]] + smoothing) / total;
  for (let i = 0; i < found; i++) counts[seen[i]] = 0;
  return { symbols: alive, shares };
}

function draw(model: Shares, n: number, random: Random, { temperature, keep }: Bias): Uint32Array {
  const table = aliasTable(bentShares(model.shares, temperature, keep));
  const data = new Uint32Array(n);
  for (let i = 0; i < n; i++) data[i] = model.symbols[drawAlias(table, random)];
  return data;
}

/** All of the model where nothing of it is left by the cut, so that something can be written. */
function written(model: Shares, cut: number): Shares {
  if (cut === 0) return model;
  const head = only(model, (symbol) => symbol < cut);
  return head.symbols.length > 0 ? head : model;
}

function only(model: Shares, wanted: (symbol: number) => boolean): Shares {
  const which: number[] = [];
  for (let i = 0; i < model.symbols.length; i++) if (wanted(model.symbols[i])) which.push(i);
  return {
    symbols: symbols.take(model.symbols, which),
    shares: Float64Array.from(which, (i) => model.shares[i]),
  };
}

/** The first symbol of the tail that holds at most `share`; symbols are descending in a truth that has a tail. */
function firstRare(shares: Float64Array, share: number): number {
  let sum = 0;
  let first = shares.length;
  while (first > 1 && sum + shares[first - 1] <= share) sum += shares[--first];
  return first;
}

/**
 * What the real data had and the model has not, the rarest first, among the symbols that come next after those expected
 * at least once in the real data. They are the same in all runs, so that shares of runs mean something.
 */
function gone(model: Shares, first: Uint32Array, { shares, names }: Alphabet): string[] {
  const open = new Uint8Array(shares.length);
  for (const symbol of first) open[symbol] = 1;
  for (const symbol of model.symbols) open[symbol] = 0;
  const lost: string[] = [];
  const expected = shares.findIndex((share) => share * first.length < 1);
  const end = expected < 0 ? shares.length : Math.min(shares.length, expected + WATCHED);
  for (let i = end - 1; i >= Math.max(0, end - WATCHED); i--) {
    if (open[i]) lost.push(names ? names[i] : `rank ${i + 1}`);
  }
  return lost;
}

/** At most about 200 ranks, evenly on a logarithmic axis. */
function ranks(shares: Float64Array): Picture {
  const sorted = shares.slice().sort().reverse();
  const x: number[] = [];
  const y: number[] = [];
  for (let rank = 1; rank <= sorted.length; rank = Math.max(rank + 1, Math.floor(rank * 1.05))) {
    x.push(rank);
    y.push(sorted[rank - 1]);
  }
  return { form: 'ranks', x, y };
}
