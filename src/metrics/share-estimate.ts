import type { Estimate, Insufficient } from './metric.js';
import type { GroupSums } from './pool.js';
import { type Pair, type Side, sumOver } from './side.js';

/** Compares the shares of bad documents, each over all documents of its side, copies included. */
export function shareEstimate(pair: Pair, badOf: (sums: GroupSums) => Float64Array): Estimate | Insufficient {
  const { sums } = pair.pool;
  const bad = badOf(sums);
  const count = (side: Side): [number, number] => [sumOver(side, bad), sumOver(side, sums.documents)];
  const corpus = count(pair.corpus);
  const reference = count(pair.reference);
  if (corpus[1] === 0 || reference[1] === 0) return { insufficient: 'no documents' };
  return {
    value: corpus[0] / corpus[1],
    reference: reference[0] / reference[1],
    counts: { corpus, reference },
  };
}
