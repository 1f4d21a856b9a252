/**
 * The effective number of words, exp(H) of the word distribution (Hill number of order 1; Jost 2006), at equal
 * tokens. The plug-in entropy H grows with the corpus, so the larger side is read at the smaller side's tokens: along
 * its own slope when the sizes are close, else as the mean over balanced draws of its groups.
 */
import { balancedDraws, within } from './draws.js';
import type { Metric } from './metric.js';
import { POOLED, type Pool } from './pool.js';
import type { Pair, Side } from './side.js';

const DRAWS = 8;
/** Sizes within this factor are bridged by the slope alone; the curve bends too little to matter. */
const CLOSE = 1.2;

export const entropy: Metric = {
  id: 'diversity/entropy',
  group: 'diversity',
  title: 'effective words',
  failTitle: 'The word distribution has narrowed',
  why: 'exp(entropy): how many equally frequent words would be as varied. It falls when the whole narrows.',
  source: 'Shannon entropy of words, as the Hill number of order 1 (Jost 2006, eq. 1), at equal tokens.',
  unit: 'effective words',
  range: '1 to the number of words',
  direction: 'low',
  ratioOf: 'value',
  bounds: { warn: 0.93, fail: 0.85 },
  asymmetric: false,
  needs: '',
  estimate: (pair) => {
    const m = Math.min(pair.corpus.tokens, pair.reference.tokens);
    return {
      value: Math.exp(entropyAt(pair, pair.corpus, m)),
      reference: Math.exp(entropyAt(pair, pair.reference, m)),
    };
  },
};

/** Nats at m tokens of the side. */
function entropyAt({ pool, seed }: Pair, side: Side, m: number): number {
  const G = side.groups.length;
  const ratio = side.tokens / m;
  if (ratio < 1 + 1e-9) return meanEntropy(pool, [side.member]).nats;
  const size = ratio < CLOSE ? G : Math.max(1, Math.round(G / ratio));
  const at = meanEntropy(pool, size === G ? [side.member] : balancedDraws(side.groups, size, DRAWS, seed));
  return at.nats - slopeOf(pool, side) * (at.logTokens - Math.log(m));
}

/** Nats per log of tokens at the side's full size: what leaving out one group after the other costs. */
function slopeOf({ words, sums }: Pool, side: Side): number {
  if (side.groups.length < 2) return 0;
  let sum = 0;
  const change = new Float64Array(POOLED);
  for (let w = 0, i = 0; w < words.length; w++) {
    let count = 0;
    for (const end = words.start[w + 1]; i < end; i++)
      if (side.member[words.group[i]]) count += words.count[i];
    if (count === 0) continue;
    const term = count * Math.log(count);
    sum += term;
    for (let c = words.start[w]; c < i; c++) {
      const rest = count - words.count[c];
      change[words.group[c]] += (rest > 1e-9 ? rest * Math.log(rest) : 0) - term;
    }
  }
  const all = Math.log(side.tokens) - sum / side.tokens;
  let lost = 0;
  let shifts = 0;
  for (const g of side.groups) {
    const n = side.tokens - sums.tokens[g];
    lost += all - (Math.log(n) - (sum + change[g]) / n);
    shifts += Math.log(side.tokens / n);
  }
  return lost / shifts;
}

/** Mean plug-in entropy, and mean log of the tokens, over draws of groups. */
function meanEntropy(
  { words, sums }: Pair['pool'],
  draws: Uint8Array[],
): { nats: number; logTokens: number } {
  let nats = 0;
  let logTokens = 0;
  for (const member of draws) {
    const n = within(member, sums.tokens);
    let sum = 0;
    for (let w = 0, i = 0; w < words.length; w++) {
      let count = 0;
      for (const end = words.start[w + 1]; i < end; i++) if (member[words.group[i]]) count += words.count[i];
      if (count > 1) sum += count * Math.log(count);
    }
    nats += (Math.log(n) - sum / n) / draws.length;
    logTokens += Math.log(n) / draws.length;
  }
  return { nats, logTokens };
}
