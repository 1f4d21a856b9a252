/**
 * A user's corpus in three parts by document: what generation 0 is made of, a pool from which fresh real text is drawn,
 * and text that no model ever learns from.
 */
import type { Random } from '../../stats/random.js';
import { DataError } from '../../util/errors.js';
import { permutationOf } from '../loop/permutation-of.js';
import { type Documents, documents } from './documents.js';
import { toPieces } from './piece-corpus.js';

export interface CorpusSplit {
  spellings: readonly string[];
  /** Generation 0, in random order. */
  human: Documents;
  /** Fresh text; empty where nothing is held back. */
  pool: Documents;
  /** A quarter of what is held back. */
  heldOut: Documents;
}

/**
 * `reserve`: share of the documents that is held back, from 0 to below 1. `most`: pieces that are used; of a larger
 * corpus, whole documents are drawn. Throws DataError below two documents of generation 0.
 */
export function splitCorpus(
  texts: readonly string[],
  name: string,
  reserve: number,
  most: number,
  random: Random,
): CorpusSplit {
  const order = Array.from(permutationOf(texts.length, random), (d) => texts[d]);
  const all = toPieces(order, most);
  const filled: number[] = [];
  for (let d = 0; d < documents.size(all); d++) if (all.starts[d + 1] > all.starts[d]) filled.push(d);
  const kept = Math.ceil((1 - reserve) * filled.length);
  if (kept < 2) {
    throw new DataError(
      `${name}: ${filled.length} documents with words, of which ${Math.max(kept, 0)} for generation 0; it needs at least 2`,
    );
  }
  const tested = kept + Math.ceil((filled.length - kept) / 4);
  return {
    spellings: all.spellings,
    human: documents.take(all, filled.slice(0, kept)),
    heldOut: documents.take(all, filled.slice(kept, tested)),
    pool: documents.take(all, filled.slice(tested)),
  };
}

/** Documents of the pool in random order, again and again where more are asked for than there are. */
export function drawFresh(pool: Documents, n: number, random: Random): Documents {
  const which = new Uint32Array(n);
  const size = documents.size(pool);
  for (let from = 0; from < n; from += size) {
    which.set(permutationOf(size, random).subarray(0, Math.min(size, n - from)), from);
  }
  return documents.take(pool, which);
}
