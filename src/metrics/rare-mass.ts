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
    const [half] = balancedDraws(groups, Math.floor(groups.length / 2), 1, pair.seed + 17);
    const inHalf = countsIn(pair, half);
    const rest = pair.words().reference.count.map((count, w) => count - inHalf[w]);
    const tokens = within(half, pair.pool.sums.tokens);
    const one = sharesOfRare(pair, inHalf, tokens, rest);
    const two = sharesOfRare(pair, rest, pair.reference.tokens - tokens, inHalf);
    const reference = (one.reference + two.reference) / 2;
    if (!(reference > 0)) return { insufficient: 'no rare words could be chosen' };
    return { value: (one.corpus + two.corpus) / 2, reference };
  },
};

/** Occurrences of each word in the groups of `half`. */
function countsIn({ pool: { words } }: Pair, half: Uint8Array): Float64Array {
  const counts = new Float64Array(words.length);
  for (let w = 0, i = 0; w < words.length; w++) {
    let count = 0;
    for (const end = words.start[w + 1]; i < end; i++) if (half[words.group[i]]) count += words.count[i];
    counts[w] = count;
  }
  return counts;
}

/** Shares of the tokens on the words that are rare in half A: of the corpus, and of the reference's other half B. */
function sharesOfRare(pair: Pair, inA: Float64Array, tokensA: number, inB: Float64Array) {
  const inC = pair.words().corpus.count;
  // [c] = tokens on words that occur c times in A: in A, in B, in the corpus.
  const massA = new Float64Array(MOST + 1);
  const massB = new Float64Array(MOST + 1);
  const massC = new Float64Array(MOST + 1);
  for (let w = 0; w < inA.length; w++) {
    const count = Math.ceil(inA[w] - 1e-9);
    if (count <= 0 || count > MOST) continue;
    massA[count] += inA[w];
    massB[count] += inB[w];
    massC[count] += inC[w];
  }
  const { scale } = pair.pool.words;
  let left = (RAREST * tokensA) / scale;
  let b = 0;
  let c = 0;
  for (let count = 1; count <= MOST && left > 0; count++) {
    if (massA[count] === 0) continue;
    const weight = Math.min(1, left / massA[count]);
    left -= massA[count];
    b += weight * massB[count];
    c += weight * massC[count];
  }
  return {
    reference: (scale * b) / (pair.reference.tokens - tokensA),
    corpus: (scale * c) / pair.corpus.tokens,
  };
}
