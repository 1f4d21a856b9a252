/**
 * The tail's course where models learn n-grams: simulated on a small part of the text, and carried over to the whole.
 *
 * A word that a context calls for comes in bursts, so its line dies out sooner than the unigram model's; by how much is
 * nearly the same at any size when measured as a difference of log odds from the unigram's closed form. So the lab's own
 * loop runs on thinned texts, the mean difference is added to the closed form of the whole text, and the variance is
 *
 *   PHI (v_whole + v_part / runs) + (BEYOND ln(whole / part))^2        in log odds
 *
 * with v of the closed forms. Text that sends n-grams into loops ("ha ha ha …") makes runs differ much more than that:
 * where the simulated ones do (F test at 1 %), the excess is added in full. The two constants were fitted
 * (`node dist/bench/forecast.js --fit`) and rounded up, on corpora that no claim about the interval is tested on: Moby
 * Dick, novels in French and German, and four kinds of short texts in English.
 */
import { emptyDocuments } from '../lab/text/documents.js';
import { textSetup } from '../lab/worlds/text.js';
import type { NgramOptions } from '../lm/ngram.js';
import { newRandom } from '../stats/random.js';
import type { Feeding, HumanText } from './feeding.js';
import { type RareTypes, rareTypes } from './rare-types.js';
import { simulateFeeding } from './simulate-feeding.js';
import { type TailMoments, unigramTail } from './tail-unigram.js';
import { thinText } from './thin-text.js';

const PHI = 1.3;
const BEYOND = 0.015;
/** F(5, infinity), upper 1 %. */
export const MORE_THAN_CHANCE = 3.02;

/** Tokens of a thinned text, and how many are run, each on another part. */
export const PART = 20_000;
const RUNS = 6;
/** What the random streams of these runs are for, so that they are no one else's. */
const STREAM = 0x7461696c;

/** What the simulated parts say of one generation: differences to their closed forms, in log odds. */
export interface Differences {
  generation: number;
  /** One a run. */
  shifts: number[];
  /** Mean variance of the runs by their closed forms. */
  expected: number;
  /** Natural logarithm of whole over part. */
  stretch: number;
}

/** One entry a generation, from 1 on. */
export async function ngramTail(
  text: HumanText,
  feeding: Feeding,
  rare: RareTypes,
  model: NgramOptions,
  seed: number,
): Promise<TailMoments[]> {
  const exact = unigramTail(text, feeding, rare);
  const differences = await ngramDifferences(text, feeding, model, seed);
  return exact.map((moments, i) => shifted(moments, differences[i]));
}

export function shifted(
  { generation, mean, sd }: TailMoments,
  { shifts, expected, stretch }: Differences,
): TailMoments {
  const runs = shifts.length;
  const shift = shifts.reduce((a, b) => a + b, 0) / runs;
  const spread = shifts.reduce((sum, each) => sum + (each - shift) ** 2, 0) / (runs - 1);
  const excess = spread > MORE_THAN_CHANCE * PHI * expected ? spread - PHI * expected : 0;
  const whole = (sd / slope(mean)) ** 2;
  const variance = PHI * (whole + expected / runs) + excess * (1 + 1 / runs) + (BEYOND * stretch) ** 2;
  const moved = 1 / (1 + Math.exp(-(logit(mean) + shift)));
  return { generation, mean: moved, sd: slope(moved) * Math.sqrt(variance) };
}

export async function ngramDifferences(
  text: HumanText,
  feeding: Feeding,
  model: NgramOptions,
  seed: number,
  part = PART,
): Promise<Differences[]> {
  const all = Array.from({ length: feeding.generations }, (_, i): Differences => {
    return { generation: i + 1, shifts: [], expected: 0, stretch: 0 };
  });
  for (let run = 0; run < RUNS; run++) {
    const random = newRandom(seed, STREAM, run);
    const thinned = thinText(text, part, random);
    const smaller = shrunk(feeding, thinned.share);
    const rare = rareTypes(thinned, feeding.strategy);
    const exact = unigramTail(thinned, smaller, rare);
    const alive = await simulateFeeding(setupOf(thinned, model), smaller, rare, {
      seed: random.below(2 ** 32),
    });
    const stretch = Math.log(text.first.pieces.length / thinned.first.pieces.length);
    for (const { generation, mean, sd } of exact) {
      const sum = all[generation - 1];
      // A half more on both sides, so that none and all have log odds too.
      const types = rare.counts.length;
      const share = (alive[generation] * types + 0.5) / (types + 1);
      sum.shifts.push(logit(share) - logit(mean));
      sum.expected += (sd / slope(mean)) ** 2 / RUNS;
      sum.stretch += stretch / RUNS;
    }
  }
  return all;
}

/** The lab's world of text on these documents. */
export function setupOf({ first, supply, types }: HumanText, { order, smoothing }: NgramOptions) {
  const spellings = new Array<string>(types).fill('');
  return textSetup(
    { order, smoothing, audit: false },
    { spellings, human: first, pool: supply, heldOut: emptyDocuments([]) },
  );
}

function shrunk(feeding: Feeding, share: number): Feeding {
  const n = Math.max(1, Math.round(feeding.documents * share));
  const human = Math.round(feeding.human * share);
  return { ...feeding, documents: n, human: Math.min(n, feeding.human > 0 ? Math.max(1, human) : 0) };
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** Change of a share for one more of log odds. */
function slope(p: number): number {
  return p * (1 - p);
}
