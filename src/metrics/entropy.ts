/**
 * The effective number of words, exp(H) of the word distribution (Hill number of order 1; Jost 2006), at equal
 * tokens. The plug-in entropy H grows with the corpus, so the larger side is read at the smaller side's tokens: along
 * its own slope when the sizes are close, else as the mean over balanced draws of its groups.
 */
import { balancedDraws, within } from './draws.js';
import type { Metric } from './metric.js';
import type { Pool } from './pool.js';
import type { Pair, Side, WordTally } from './side.js';

const DRAWS = 8;
const SLICED = 'the profile keeps only a slice of the words: give it more --memory';
/** Sizes within this factor are bridged by the slope alone; the curve bends too little to matter. */
const CLOSE = 1.5;

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
  biased: false,
  needs: 'all words of both corpora (--memory)',
  estimate: (pair) => {
    const { corpus, reference } = pair;
    if (pair.pool.words.scale > 1) return { insufficient: SLICED };
    const words = pair.words();
    const m = Math.min(corpus.tokens, reference.tokens);
    if (m === 0) return { insufficient: 'a side has no words' };
    return {
      value: Math.exp(entropyAt(pair, corpus, words.corpus, m)),
      reference: Math.exp(entropyAt(pair, reference, words.reference, m)),
    };
  },
};

/** Nats at m tokens of the side. */
function entropyAt({ pool, seed }: Pair, side: Side, tally: WordTally, m: number): number {
  const ratio = side.tokens / m;
  if (ratio < CLOSE) return entropyOf(tally.count, side.tokens) - pool.entropySlope() * Math.log(ratio);
  // Groups are whole: the curve is read between the draws of just too few and just too many of them.
  const few = Math.max(1, Math.floor(side.groups.length / ratio));
  const less = entropyOfDraws(pool, side, few, seed);
  const more = entropyOfDraws(pool, side, few + 1, seed);
  const slope = (more.nats - less.nats) / (more.log - less.log);
  return less.nats + slope * (Math.log(m) - less.log);
}

/** Mean entropy and mean log tokens of balanced draws of so many groups. */
function entropyOfDraws(pool: Pool, side: Side, size: number, seed: number): { nats: number; log: number } {
  const mean = { nats: 0, log: 0 };
  for (const member of balancedDraws(side.groups, size, DRAWS, seed)) {
    const tokens = within(member, pool.sums.tokens);
    mean.nats += entropyOf(countsWithin(pool, member), tokens) / DRAWS;
    mean.log += Math.log(tokens) / DRAWS;
  }
  return mean;
}

function entropyOf(counts: Float64Array, tokens: number): number {
  let sum = 0;
  for (let w = 0; w < counts.length; w++) if (counts[w] > 1) sum += counts[w] * Math.log(counts[w]);
  return Math.log(tokens) - sum / tokens;
}

function countsWithin({ words }: Pool, member: Uint8Array): Float64Array {
  const counts = new Float64Array(words.length);
  for (let w = 0, i = 0; w < words.length; w++) {
    for (const end = words.start[w + 1]; i < end; i++)
      if (member[words.group[i]]) counts[w] += words.count[i];
  }
  return counts;
}
