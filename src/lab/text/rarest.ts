import { type Documents, documents } from './documents.js';

/** Pieces that stand no more often than this in generation 0 are rare. */
export const RARE = 5;

/** The n documents with the greatest share of pieces that are rare in generation 0. */
export function rarest(data: Documents, n: number, counts: Uint32Array): Documents {
  const { pieces, starts } = data;
  const share = Float64Array.from({ length: documents.size(data) }, (_, d) => {
    let rare = 0;
    for (let i = starts[d]; i < starts[d + 1]; i++) if (counts[pieces[i]] <= RARE) rare++;
    return rare / Math.max(1, starts[d + 1] - starts[d]);
  });
  const order = Uint32Array.from(share, (_, d) => d).sort((a, b) => share[b] - share[a] || a - b);
  return documents.take(data, order.subarray(0, n));
}
