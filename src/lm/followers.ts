/**
 * What follows each context of one length, as rows sorted by context and piece. The rows are the contexts one longer,
 * seen from the front: a piece w behind a context h is the context h w of the next place.
 */
import { type Contexts, END, type Places } from './contexts.js';

export interface Followers {
  /** Rows of context c are those from starts[c] to starts[c + 1] - 1. */
  starts: Int32Array;
  /** The piece of each row, ascending within a context. */
  pieces: Int32Array;
  /** The context, one longer, that the piece makes of the one before it. */
  next: Int32Array;
  /** [context one longer] = its row; of those that end before a document's first piece, nothing. */
  rowOf: Int32Array;
}

export function followersOf(contexts: Contexts, longer: Contexts, { pieces }: Places): Followers {
  const size = contexts.counts.length;
  const before = new Int32Array(longer.counts.length).fill(-1);
  const newest = new Int32Array(longer.counts.length);
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i] === END) continue;
    const context = longer.of[i + 1];
    before[context] = contexts.of[i];
    newest[context] = pieces[i];
  }
  const starts = new Int32Array(size + 1);
  for (const context of before) if (context >= 0) starts[context + 1]++;
  for (let c = 0; c < size; c++) starts[c + 1] += starts[c];
  const free = starts.slice();
  const next = new Int32Array(starts[size]);
  const rowOf = new Int32Array(before.length);
  // Contexts are numbered by their newest piece first, so each context's rows come in the order of their pieces.
  for (let c = 0; c < before.length; c++) {
    if (before[c] < 0) continue;
    rowOf[c] = free[before[c]]++;
    next[rowOf[c]] = c;
  }
  return { starts, pieces: next.map((c) => newest[c]), next, rowOf };
}

/** The row of a piece behind a context, or -1. */
export function findRow(
  { starts, pieces }: Pick<Followers, 'starts' | 'pieces'>,
  context: number,
  piece: number,
): number {
  let from = starts[context];
  let to = starts[context + 1];
  const end = to;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (pieces[middle] < piece) from = middle + 1;
    else to = middle;
  }
  return from < end && pieces[from] === piece ? from : -1;
}
