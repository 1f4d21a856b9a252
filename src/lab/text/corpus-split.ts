/**
 * A user's corpus in three parts by document: what generation 0 is made of, a pool from which fresh real text is drawn,
 * and text that no model ever learns from.
 */
import type { Random } from '../../stats/random.js';
import { ConfigError, DataError } from '../../util/errors.js';
import { permutationOf } from '../loop/permutation-of.js';
import type { Kind } from '../world.js';
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
  /** The same texts as they were brought, in the same order. */
  raw: { human: string[]; pool: string[]; heldOut: string[] };
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
  const rawOf = (which: number[]) => which.map((d) => order[d]);
  const tested = kept + Math.ceil((filled.length - kept) / 4);
  return {
    spellings: all.spellings,
    human: documents.take(all, filled.slice(0, kept)),
    heldOut: documents.take(all, filled.slice(kept, tested)),
    pool: documents.take(all, filled.slice(tested)),
    raw: {
      human: rawOf(filled.slice(0, kept)),
      heldOut: rawOf(filled.slice(kept, tested)),
      pool: rawOf(filled.slice(tested)),
    },
  };
}

/**
 * Documents of the pool in random order, again and again where more are asked for than there are. Throws ConfigError of
 * an empty pool.
 */
export function drawFresh<D>(kind: Kind<D>, pool: D, n: number, random: Random): D {
  const which = new Uint32Array(n);
  const size = kind.size(pool);
  if (size === 0) {
    throw new ConfigError(
      'world text: no text is held back for fresh data; set reserve, as in --set reserve=0.5, or bring more documents',
    );
  }
  for (let from = 0; from < n; from += size) {
    which.set(permutationOf(size, random).subarray(0, Math.min(size, n - from)), from);
  }
  return kind.take(pool, which);
}
