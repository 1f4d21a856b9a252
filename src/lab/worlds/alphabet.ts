/** The true distributions of the world of categories, likeliest symbol first. */
import { tokenise } from '../../profile/tokenise.js';
import { DataError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';

export interface Alphabet {
  /** Descending, with sum 1. */
  shares: Float64Array;
  /** Of a corpus: the words. */
  names?: string[];
}

/** Share of rank i in proportion to (i + b)^-a (Mandelbrot 1953); b = 0 is Zipf's power law. */
export function zipf(a: number, b: number, m: number): Alphabet {
  const weights = new Float64Array(m);
  for (let i = 0; i < m; i++) weights[i] = (i + 1 + b) ** -a;
  return { shares: normalised(weights) };
}

export function uniform(m: number): Alphabet {
  return { shares: new Float64Array(m).fill(1 / m) };
}

/** Symbol 0 has share p, so it is not the likelier one where p is below a half. */
export function bernoulli(p: number): Alphabet {
  return { shares: Float64Array.of(p, 1 - p) };
}

/** Words by their frequency in the corpus, which is taken for the truth. Throws DataError below two words. */
export function wordsOf({ name, texts }: LabInput & { kind: 'corpus' }): Alphabet {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of tokenise(text, 'words')) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size < 2) {
    throw new DataError(
      `${name}: ${counts.size} different words; a distribution of words needs at least two`,
    );
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    shares: normalised(Float64Array.from(sorted, ([, count]) => count)),
    names: sorted.map(([word]) => word),
  };
}

function normalised(weights: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  const shares = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++) shares[i] = weights[i] / sum;
  return shares;
}
