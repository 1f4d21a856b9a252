/**
 * What theory promises for a mixture: exact forms for a learner that estimates a mean from n observations a generation
 * (they hold of any one parameter of an exponential family to first order), of which a share is human. Errors are in
 * units of the spread of one human observation, squared; a price is an error over that of n human observations, 1 / n.
 * `F15` and so on are the rows of `gen0 lab verify` that check them. They say how fast errors add up or average out,
 * not what a given language model will write: the forecast of the tail (forecast.ts) is about the text at hand.
 */
import { inverseSquares } from '../lab/verify/branching.js';
import { archiveError, freshError } from '../lab/verify/real-data.js';
import { bestWeight, weightedRisk } from '../lab/verify/weighting.js';
import { formatCount, formatPercent, formatValue } from '../util/format.js';
import type { Strategy } from './feeding.js';

export interface Situation {
  strategy: Strategy;
  /** Observations (documents) of a generation's mixture. */
  n: number;
  /** Human share of it, in 0..1. */
  share: number;
  /** Human observations that an anchor is drawn from; at least n × share. */
  archive: number;
  generations: number;
}

export interface Statement {
  /** Row of `gen0 lab verify`. */
  formula: string;
  /** Of the mixture's own strategy; else it is there to compare with. */
  applies: boolean;
  says: string;
  figures: Record<string, number>;
  source: string;
}

/** Human share at which fresh human data cost `price` (above 1) times the error of all human: of 1 / (l (2 - l)). */
export function shareForPrice(price: number): number {
  return 1 - Math.sqrt(1 - 1 / price);
}

/** Share of the spread that is left, in the mean over runs, after g fits to the last generation alone (F2). */
export function replacedVariance(n: number, g: number): number {
  return (1 - 1 / n) ** g;
}

/** Those of the mixture's own strategy first. */
export function promises(situation: Situation): Statement[] {
  const { strategy, share } = situation;
  if (strategy !== 'accumulate' && (share === 0 || strategy === 'replace')) return [replaced(situation)];
  const statements: Statement[] = [];
  if (strategy === 'accumulate') statements.push(accumulated(situation));
  if (share > 0) {
    const both = [fresh(situation), kept(situation)];
    statements.push(...(strategy === 'fresh' ? both : both.reverse()));
    if (share < 1) {
      if (strategy === 'fresh') statements.push(countNotShare(situation));
      statements.push(weighed(situation));
    }
  }
  if (share < 1) statements.push(biased(situation));
  return statements;
}

function replaced({ n, generations: g }: Situation): Statement {
  const kept = replacedVariance(n, g);
  return {
    formula: 'F2',
    applies: true,
    says: `With no human data the error of the mean grows by that of one fit each generation, to ${formatValue(n * (1 - kept))} times it after ${g}, and the spread falls to ${formatPercent(kept)} of itself; half of it is gone after about ${formatValue(n * Math.LN2)} generations, all in the end.`,
    figures: { price: n * (1 - kept), variance: kept, halfLife: n * Math.LN2 },
    source: 'Shumailov et al. 2024, Theorem 3.1, with the divisor n',
  };
}

function accumulated({ generations: g }: Situation): Statement {
  const price = inverseSquares(g);
  return {
    formula: 'F16',
    applies: true,
    says: `Keeping all that came before bounds the error: at ${formatValue(price)} times that of one fit after ${g} generations, and never above pi^2/6 = ${formatValue(Math.PI ** 2 / 6)}. The human share of the whole falls meanwhile, to ${formatPercent(1 / g)} if generation 1 was all human and no more is added.`,
    figures: { price, bound: Math.PI ** 2 / 6, humanShare: 1 / g },
    source: 'Gerstgrasser et al. 2024; Dey and Donoho 2024',
  };
}

function fresh({ strategy, n, share }: Situation): Statement {
  const error = freshError(n, share);
  return {
    formula: 'F15',
    applies: strategy === 'fresh',
    says: `With ${formatPercent(share)} human data in every generation, new ones each time, the error of the mean settles at ${formatValue(n * error)} times that of all human data (1/(l(2 - l)) for a share l), and ${formatPercent(1 - error)} of the spread is kept. A price of 1.5 takes ${formatPercent(shareForPrice(1.5))} human data, of 1.1 ${formatPercent(shareForPrice(1.1))}; as good an estimate as all human takes ${formatValue(n * error)} times the sample.`,
    figures: { price: n * error, error, variance: 1 - error, shareForPrice1_5: shareForPrice(1.5) },
    source: 'setting of Alemohammad et al. 2023; fixed point of the recursion',
  };
}

function kept({ strategy, n, share, archive }: Situation): Statement {
  const always = strategy === 'replay';
  const size = always ? n * share : archive;
  const error = archiveError(n, share, size);
  const what = always
    ? `the same ${formatCount(size)} human documents, ${formatPercent(share)} of each mixture`
    : `${formatPercent(share)} human documents, drawn anew each time from ${formatCount(size)} that are kept`;
  return {
    formula: 'F15b',
    applies: strategy !== 'fresh' && strategy !== 'accumulate',
    says: `With ${what}, nothing collapses either, but their own error stays: it settles at ${formatValue(n * error)} times that of all human data, and however much is generated it never falls below that of these documents alone, ${formatValue(n / size)} times. ${formatPercent(1 - error)} of the spread is kept.`,
    figures: { price: n * error, error, variance: 1 - error, floor: n / size },
    source: 'setting of Alemohammad et al. 2023 (fixed real data); derived',
  };
}

function countNotShare({ n, share }: Situation): Statement {
  const count = n * share;
  const kept = (2 * count) / (2 * count + 1);
  return {
    formula: 'F15/points',
    applies: true,
    says: `What keeps the spread is the number of fresh human observations: ${formatValue(count)} a generation keep ${formatPercent(kept)} of it however many synthetic ones stand beside them (a single one keeps 2/3). What sets the price is their share: at a constant share the error falls with the sample, at a constant number it does not.`,
    figures: { count, variance: kept },
    source: 'F15 with a share r / n; Physical Review Letters, May 2026, for the single point',
  };
}

function weighed({ strategy, n, share }: Situation): Statement {
  const ratio = (1 - share) / share;
  const weight = bestWeight(ratio);
  const pooled = weightedRisk(ratio, share);
  return {
    formula: 'F18',
    applies: strategy === 'fresh',
    says: `Weighing would help: with ${formatValue(ratio)} synthetic for each fresh human observation, human data deserve ${formatPercent(weight)} of the weight rather than their ${formatPercent(share)} of the sample (at equal numbers 0.618, the inverse golden ratio). The error would be ${formatValue(weight)} times that of the ${formatValue(n * share)} human observations alone, against ${formatValue(pooled)} times without weights.`,
    figures: { weight, risk: weight, pooledRisk: pooled },
    source: 'He, Xu and Cheng 2025; closed form: fixed point of the risk',
  };
}

/** Differences between synthetic and human data for which the turning point is told, in spreads. */
const BIASES = [0.01, 0.1, 1];

function biased({ share }: Situation): Statement {
  const p = 1 - share;
  const turns = BIASES.map((c) => 1 / (p * c) ** 2);
  return {
    formula: 'F20',
    applies: true,
    says: `All of this takes models that are right on average. If synthetic data are off by c spreads, an error of (${formatValue(p)} c)^2 stays however large the sample, and more data help little beyond 1/(${formatValue(p)} c)^2 observations a parameter: ${BIASES.map((c, i) => `${formatValue(turns[i])} for c = ${c}`).join(', ')}.`,
    figures: Object.fromEntries(BIASES.map((c, i) => [`turn${c}`, turns[i]])),
    source: 'Dohmatob et al. 2025, Strong Model Collapse; this form is derived',
  };
}
