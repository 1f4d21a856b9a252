/** Documents as numbers (lm/documents.ts) as the observations of the text worlds. */
import { type Documents, emptyDocuments, takeDocuments } from '../../lm/documents.js';
import type { Kind } from '../world.js';

export { type Documents, emptyDocuments };

export const documents: Kind<Documents> = {
  size: ({ starts }) => starts.length - 1,
  take: takeDocuments,
  join: (parts) => {
    const joined = emptyDocuments(parts.flatMap((part) => [...lengthsOf(part)]));
    let at = 0;
    for (const { pieces } of parts) {
      joined.pieces.set(pieces, at);
      at += pieces.length;
    }
    return joined;
  },
};

/** In pieces. */
export function lengthsOf({ starts }: Documents): Int32Array {
  return starts.subarray(1).map((end, d) => end - starts[d]);
}
