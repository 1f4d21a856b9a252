/**
 * Rare-word mass: the share of the corpus's tokens on the words that carry the rarest 5 % of the reference's mass.
 * Words chosen for being rare in a sample are less rare in the next one, so the set is chosen on half of the
 * reference's groups and measured on its other half and, the same set, on the corpus (cross-fitting), both ways.
 */
import { balancedDraws, within } from './draws.js';
import type { Metric } from './metric.js';
import type { Pair } from './side.js';

const RAREST = 0.05;
/** Words more frequent than this in half a reference are never among its rarest 5 %, unless the text is tiny. */
const MOST = 4096;

export const rareMass: Metric = {
  id: 'tails/rare-mass',
  group: 'tails',
  title: 'rare-word mass',
  failTitle: 'Rare words are used less',
  why: 'The weight of the tail: it thins before the words are gone for good.',
  source: 'Lower 5 % tail mass of the reference distribution, cross-fitted over document groups.',
  unit: 'share of tokens',
  range: '0 to 1',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.95, fail: 0.87 },
  biased: false,
  needs: '4 document groups of the reference',
  estimate: (pair) => {
    const { groups } = pair.reference;
    if (groups.length < 4) return { insufficient: 'the reference has fewer than 4 document groups' };
    const halves = balancedDraws(groups, Math.floor(groups.length / 2), 2, pair.seed + 17);
    let value = 0;
    let reference = 0;
    for (const half of halves) {
      const shares = sharesOfRare(pair, half);
      value += shares.corpus / halves.length;
      reference += shares.reference / halves.length;
    }
    return reference > 0 ? { value, reference } : { insufficient: 'no rare words could be chosen' };
  },
};

/** Shares of the tokens on the words that are rare in half A: of the corpus, and of the reference outside A. */
function sharesOfRare({ pool, corpus, reference }: Pair, a: Uint8Array) {
  const { words, sums } = pool;
  // [c] = tokens on words that occur c times in A: in A, in the rest of the reference, in the corpus.
  const massA = new Float64Array(MOST + 1);
  const massB = new Float64Array(MOST + 1);
  const massC = new Float64Array(MOST + 1);
  for (let w = 0, i = 0; w < words.length; w++) {
    let inA = 0;
    let inB = 0;
    let inC = 0;
    for (const end = words.start[w + 1]; i < end; i++) {
      const g = words.group[i];
      if (a[g]) inA += words.count[i];
      else if (reference.member[g]) inB += words.count[i];
      else if (corpus.member[g]) inC += words.count[i];
    }
    const count = Math.ceil(inA);
    if (count === 0 || count > MOST) continue;
    massA[count] += inA;
    massB[count] += inB;
    massC[count] += inC;
  }
  const tokensA = within(a, sums.tokens);
  let left = RAREST * tokensA;
  let b = 0;
  let c = 0;
  for (let count = 1; count <= MOST && left > 0; count++) {
    if (massA[count] === 0) continue;
    const weight = Math.min(1, left / massA[count]);
    left -= massA[count];
    b += weight * massB[count];
    c += weight * massC[count];
  }
  return { reference: b / (reference.tokens - tokensA), corpus: c / corpus.tokens };
}
