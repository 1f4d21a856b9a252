/**
 * Traits by which a text of machines may be told from one of people, whatever it is about and however often a model has
 * been fitted anew: people come back to their words and phrases within a text, and models of short contexts do not. How
 * rare or new the words are is left out: it separates the first model's texts perfectly and later ones' not at all.
 */
import type { Documents } from '../../lm/documents.js';
import type { Points } from '../worlds/points.js';

const TRAITS = 3;

/**
 * A point a document: log length in pieces, log share of different pieces, log share of different pairs of them.
 * `types`: number of spellings.
 */
export function textTraits({ pieces, starts }: Documents, types: number): Points {
  const n = starts.length - 1;
  const values = new Float64Array(n * TRAITS);
  for (let d = 0; d < n; d++) {
    const length = starts[d + 1] - starts[d];
    const kinds = new Set<number>();
    const pairs = new Set<number>();
    for (let i = starts[d]; i < starts[d + 1]; i++) {
      kinds.add(pieces[i]);
      if (i > starts[d]) pairs.add(pieces[i - 1] * types + pieces[i]);
    }
    // One more of each, so that an empty text has a logarithm.
    const share = (different: number, of: number) => Math.log((different + 1) / (of + 1));
    values.set(
      [Math.log(length + 1), share(kinds.size, length), share(pairs.size, Math.max(0, length - 1))],
      d * TRAITS,
    );
  }
  return { dims: TRAITS, values };
}
