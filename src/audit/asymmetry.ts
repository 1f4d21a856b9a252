/**
 * Lost against gained mass, which tells collapse from drift: a corpus about something else loses words of the
 * reference and gains as many of its own; a collapsed one only loses.
 *
 * Lost mass is the share of the reference's tokens on words that the corpus lacks, less what a fresh human sample of
 * the corpus's size lacks anyway (each group of the reference against a draw from its other groups). Gained mass is
 * the share of the corpus's tokens on words that the reference lacks, less the same floor for the reference itself
 * (`drift/gained`). Both floors come from the reference, so human text scores 0 on average.
 */
import { gained } from '../metrics/gained.js';
import type { Pair } from '../metrics/side.js';
import { absent } from '../stats/absent.js';
import { tQuantile } from '../stats/student-t.js';

export interface Asymmetry {
  /** Excess shares of tokens. */
  lost: number;
  gained: number;
  /** 95 % interval of lost - gained. */
  ci: [number, number];
}

/** `dealt` is the excess of each replicate. */
export function asymmetry(pair: Pair, dealt: Excess[]): Asymmetry | null {
  const whole = excess(pair);
  if (whole === null || dealt.length < 8) return null;
  let mean = 0;
  for (const e of dealt) mean += (e.lost - e.gained) / dealt.length;
  let variance = 0;
  for (const e of dealt) variance += (e.lost - e.gained - mean) ** 2 / (dealt.length - 1);
  const difference = whole.lost - whole.gained - mean;
  const half = tQuantile(0.95, 10) * Math.sqrt(variance);
  return { ...whole, ci: [difference - half, difference + half] };
}

export interface Excess {
  lost: number;
  gained: number;
}

export function excess(pair: Pair): Excess | null {
  const { corpus, reference } = pair;
  const found = gained.estimate(pair);
  const C = corpus.groups.length;
  const G = reference.groups.length;
  if (!('value' in found) || G < 4 || C < 1) return null;
  const m = Math.min(corpus.tokens, (reference.tokens * (G - 1)) / G);
  const fromCorpus = Math.min(C, (m * C) / corpus.tokens);
  const fromReference = Math.min(G - 1, (m * G) / reference.tokens);
  const missC = Float64Array.from({ length: C + 1 }, (_, k) => absent(C, k, fromCorpus));
  const missR = Float64Array.from({ length: G }, (_, k) => absent(G - 1, k, fromReference));
  const words = pair.words();
  let lost = 0;
  let floor = 0;
  for (let w = 0; w < words.reference.count.length; w++) {
    const held = words.reference.held[w];
    if (held === 0) continue;
    lost += words.reference.count[w] * missC[words.corpus.held[w]];
    floor += words.reference.count[w] * missR[held - 1];
  }
  const { scale } = pair.pool.words;
  return { lost: (scale * (lost - floor)) / reference.tokens, gained: found.value - found.reference };
}
