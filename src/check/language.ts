/**
 * Whether drafts are in the language of the own texts: about half of a text's words are among the 100 most common of
 * its language, in any other language few are.
 */
import { DataError } from '../util/errors.js';
import { formatPercent } from '../util/format.js';
import type { Archive } from './archive.js';
import type { Prepared } from './prepare.js';

const COMMON = 100;
/** Shorter drafts are taken on trust. */
const LEAST = 30;

/** Throws DataError for a draft that has less than half as many of the common words as the middle one of the own texts. */
export function assertSameLanguage(drafts: readonly Prepared[], { vocabulary, ids }: Archive): void {
  const counts = new Int32Array(vocabulary.tokens.length);
  for (const text of ids) for (const word of text) counts[word]++;
  const order = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a]);
  const common = new Set(order.slice(0, COMMON));
  const shareIn = (words: ArrayLike<number>) =>
    Array.from(words).filter((word) => common.has(word)).length / words.length;
  const own = ids.map(shareIn).sort((a, b) => a - b)[ids.length >> 1];
  for (const { name, tokens } of drafts) {
    const share = shareIn(tokens.map((token) => vocabulary.ids.get(token) ?? -1));
    if (tokens.length < LEAST || share >= own / 2) continue;
    throw new DataError(
      `${name}: only ${formatPercent(share)} of its words are among the ${COMMON} most common of the reference, which are ${formatPercent(own)} of the words there: it seems to be in another language, or to be no running text. Give own texts in the draft's language`,
    );
  }
}
