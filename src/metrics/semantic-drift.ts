/**
 * How far meanings have moved: the maximum mean discrepancy (Gretton et al. 2012, eq. 3) between the points of both
 * sides (`text-space.ts`). MMD² is the mean distance 1 - k between a text of the corpus and one of the reference, less
 * that between two texts of one side (twice each). Both are unbiased at any numbers of texts. We give what MMD² is
 * expected to be between two samples of ten texts, one of each side, over the same for two samples of one side: both
 * hold the same chance part, so the ratio is 1 without drift, and does not grow with the corpus.
 *
 * p is that of a permutation test: whole document groups are dealt anew to two sides of the same numbers of texts, as
 * near as groups allow. The interval's variance is that of leaving out each group in turn, less the part of it that
 * stands under the null already and would be counted twice there (the statistic is degenerate without drift).
 */
import { newRandom, type Random } from '../stats/random.js';
import { type KernelSums, kernelSums } from './kernel-sums.js';
import type { Metric } from './metric.js';
import { POOLED } from './pool.js';
import type { Side } from './side.js';

const DEALS = 999;
/** Texts of the samples that the distance is told of. */
const SAMPLE = 10;
/** Of the ratio: drift cannot be less than none, and an estimate far below is noise. */
const LEAST_RATIO = 0.05;
/** Texts on either side, and groups of either side in each fold, at least. */
const LEAST = 20;
const LEAST_GROUPS = 4;

export const semanticDrift: Metric = {
  id: 'drift/semantic',
  group: 'drift',
  title: 'distance of meanings',
  failTitle: 'What texts are about has moved away from the reference',
  why: 'How far what texts are about has moved, in units of what two samples of ten human texts differ by anyway.',
  source:
    'Gretton et al. 2012, eq. 3 and sec. 8 (unbiased MMD², Gaussian kernel, median distance), at ten texts a side over the same without drift.',
  unit: 'MMD² of ten texts',
  range: '0 to 0.4',
  direction: 'high',
  ratioOf: 'value',
  bounds: { warn: 1.05, fail: 1.15 },
  biased: false,
  needs: `${LEAST} texts of equal length in each half of the document groups, on either side`,
  estimate: ({ pool, corpus, reference, seed }) => {
    const kernel = kernelSums(pool);
    if ('insufficient' in kernel) return kernel;
    const folds = kernel.folds
      .map((fold) => ({ ...fold, a: groupsOf(fold, corpus), b: groupsOf(fold, reference) }))
      .filter(({ texts, a, b }) =>
        [a, b].every((groups) => groups.length >= LEAST_GROUPS && count(texts, groups) >= LEAST),
      );
    if (folds.length === 0) return { insufficient: `fewer than ${LEAST} texts of equal length in each half` };
    const whole = meanDistances(folds);
    const log = logOf(whole);
    const dealt = deals(folds, newRandom(seed, 0xd21f7));
    let beyond = 0;
    let null2 = 0;
    for (const each of dealt) {
      if (each >= log) beyond++;
      null2 += each * each;
    }
    null2 /= DEALS;
    return {
      value: (Math.exp(log) * 2 * whole.within) / SAMPLE,
      reference: (2 * whole.within) / SAMPLE,
      logError: Math.sqrt(Math.max(null2, jackknife(folds, log) - null2)),
      noiseError: Math.sqrt(null2),
      p: (1 + beyond) / (1 + DEALS),
      embedder: kernel.embedder,
    };
  },
};

interface Dealt {
  texts: Float64Array;
  sums: Float64Array;
  /** Groups of either side. */
  a: number[];
  b: number[];
}

function groupsOf({ texts }: KernelSums['folds'][number], { member }: Side): number[] {
  const groups: number[] = [];
  for (let g = 0; g < POOLED; g++) if (member[g] && texts[g] > 0) groups.push(g);
  return groups;
}

function count(texts: Float64Array, groups: number[]): number {
  let sum = 0;
  for (const g of groups) sum += texts[g];
  return sum;
}

/** Mean kernel distance of two texts, of different sides and of one side; over both folds. */
function meanDistances(folds: Dealt[]): { between: number; within: number } {
  let between = 0;
  let within = 0;
  for (const { texts, sums, a, b } of folds) {
    const na = count(texts, a);
    const nb = count(texts, b);
    between += 1 - sumOf(sums, a, b) / (na * nb);
    within += 1 - (sumOf(sums, a, a) / (na * (na - 1)) + sumOf(sums, b, b) / (nb * (nb - 1))) / 2;
  }
  return { between: between / folds.length, within: within / folds.length };
}

/** (MMD² + 2 within / SAMPLE) / (2 within / SAMPLE), where MMD² = 2 (between - within). */
function logOf({ between, within }: { between: number; within: number }): number {
  return Math.log(Math.max(LEAST_RATIO, 1 + SAMPLE * (between / within - 1)));
}

function sumOf(sums: Float64Array, a: number[], b: number[]): number {
  let sum = 0;
  for (const g of a) for (const h of b) sum += sums[g * POOLED + h];
  return sum;
}

/** Log ratios with the groups of both sides dealt anew. */
function deals(folds: Dealt[], random: Random): Float64Array {
  const logs = new Float64Array(DEALS);
  const dealt = folds.map((fold) => ({
    ...fold,
    all: [...fold.a, ...fold.b],
    size: count(fold.texts, fold.a),
  }));
  for (let d = 0; d < DEALS; d++) {
    for (const fold of dealt) {
      const { all, texts, size } = fold;
      for (let i = all.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [all[i], all[j]] = [all[j], all[i]];
      }
      let held = 0;
      let many = 0;
      while (many < all.length - 1 && held + texts[all[many]] / 2 < size) held += texts[all[many++]];
      many = Math.max(1, many);
      fold.a = all.slice(0, many);
      fold.b = all.slice(many);
    }
    logs[d] = logOf(meanDistances(dealt));
  }
  return logs;
}

/** Variance of the log ratio from leaving out each group in turn, for each side and fold by itself. */
function jackknife(folds: Dealt[], log: number): number {
  let variance = 0;
  for (const fold of folds) {
    for (const side of ['a', 'b'] as const) {
      const groups = fold[side];
      let square = 0;
      for (const out of groups) {
        const left = { ...fold, [side]: groups.filter((g) => g !== out) };
        square += (logOf(meanDistances(folds.map((each) => (each === fold ? left : each)))) - log) ** 2;
      }
      variance += (square * (groups.length - 1)) / groups.length;
    }
  }
  return variance;
}
