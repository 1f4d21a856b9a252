/**
 * The exact similarity of candidate pairs, from their texts, in rounds: each round holds the shingles of as many texts
 * as fit the memory that it may use, and needs one look at the corpus.
 */
import { jaccard } from './jaccard.js';
import type { NearPairs } from './near-pairs.js';

/** Bytes of one shingle. */
const BYTES = 8;

/** Gives the shingles of each wanted text, once, in any order. */
export type ShinglesOf = (wanted: (text: number) => boolean) => AsyncIterable<[text: number, BigUint64Array]>;

/** The pairs that are at least `threshold` alike, with their exact similarity. `tokens[text]` bounds its shingles. */
export async function verifyPairs(
  pairs: NearPairs,
  tokens: Uint32Array,
  threshold: number,
  bytes: number,
  shinglesOf: ShinglesOf,
): Promise<NearPairs> {
  const kept: NearPairs = { length: 0, first: [], second: [], similarity: [] };
  // By the earlier text, so that the pairs of a cluster fall into one round.
  const order = Array.from({ length: pairs.length }, (_, i) => i).sort(
    (a, b) => pairs.first[a] - pairs.first[b] || pairs.second[a] - pairs.second[b],
  );
  for (let from = 0; from < order.length; ) {
    const texts = new Map<number, BigUint64Array | undefined>();
    let used = 0;
    let to = from;
    for (; to < order.length; to++) {
      const news = [pairs.first[order[to]], pairs.second[order[to]]].filter((text) => !texts.has(text));
      const more = news.reduce((sum, text) => sum + BYTES * tokens[text], 0);
      if (to > from && used + more > bytes) break;
      for (const text of news) texts.set(text, undefined);
      used += more;
    }
    for await (const [text, shingles] of shinglesOf((text) => texts.has(text))) texts.set(text, shingles);
    for (; from < to; from++) {
      const [first, second] = [pairs.first[order[from]], pairs.second[order[from]]];
      const exact = jaccard(texts.get(first)!, texts.get(second)!);
      if (exact < threshold) continue;
      kept.first.push(first);
      kept.second.push(second);
      kept.similarity.push(exact);
      kept.length++;
    }
  }
  return kept;
}
