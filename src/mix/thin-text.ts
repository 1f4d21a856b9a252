/**
 * A smaller text that feeds alike: fewer documents, and of each a passage. Below `LEAST` documents only passages are cut,
 * so that shares of documents, and how unequal documents are, stay what they were.
 */

import { permutationOf } from '../lab/loop/permutation-of.js';
import { type Documents, documents, emptyDocuments } from '../lab/text/documents.js';
import type { Random } from '../stats/random.js';
import type { HumanText } from './feeding.js';

const LEAST = 40;

export interface Thinned extends HumanText {
  /** Share of the documents that are left. */
  share: number;
}

/** Generation 0 with about `tokens` tokens, the supply in proportion; as it is, in random order, where it has no more. */
export function thinText({ first, supply, types }: HumanText, tokens: number, random: Random): Thinned {
  const size = documents.size(first);
  const keep = Math.min(1, tokens / first.pieces.length);
  const left = Math.min(size, Math.max(LEAST, Math.round(keep * size)));
  const share = left / size;
  const passage = Math.min(1, keep / share);
  const others = Math.ceil(share * documents.size(supply));
  return {
    first: passages(some(first, left, random), passage, random),
    supply: passages(some(supply, others, random), passage, random),
    types,
    share,
  };
}

function some(text: Documents, n: number, random: Random): Documents {
  return documents.take(text, permutationOf(documents.size(text), random).subarray(0, n));
}

/** Of each document a run of this share of its tokens, at least one. */
function passages(text: Documents, share: number, random: Random): Documents {
  if (share === 1) return text;
  const { pieces, starts } = text;
  const whole = Array.from({ length: documents.size(text) }, (_, d) => starts[d + 1] - starts[d]);
  const cut = emptyDocuments(
    whole.map((length) => Math.max(Math.min(1, length), Math.round(share * length))),
  );
  for (let d = 0; d < whole.length; d++) {
    const length = cut.starts[d + 1] - cut.starts[d];
    const from = starts[d] + random.below(whole[d] - length + 1);
    cut.pieces.set(pieces.subarray(from, from + length), cut.starts[d]);
  }
  return cut;
}
