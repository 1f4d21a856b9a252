/** Documents as numbers: runs of pieces, each the number of its spelling in a table that all documents of a run share. */
export interface Documents {
  /** All documents, one after another. */
  pieces: Int32Array;
  /** Where each document begins, and the end of the last: length documents + 1. */
  starts: Int32Array;
}

/** Documents of these lengths whose pieces are all 0. */
export function emptyDocuments(lengths: ArrayLike<number>): Documents {
  const starts = new Int32Array(lengths.length + 1);
  for (let d = 0; d < lengths.length; d++) starts[d + 1] = starts[d] + lengths[d];
  return { pieces: new Int32Array(starts[lengths.length]), starts };
}

/** The documents of these numbers, in this order; one may come again. */
export function takeDocuments({ pieces, starts }: Documents, which: ArrayLike<number>): Documents {
  const taken = emptyDocuments(Array.from(which, (d) => starts[d + 1] - starts[d]));
  for (let i = 0; i < which.length; i++) {
    taken.pieces.set(pieces.subarray(starts[which[i]], starts[which[i] + 1]), taken.starts[i]);
  }
  return taken;
}
