/** A corpus as numbers: documents that are runs of pieces, each piece the number of its spelling. */
import { joinPieces, pieces } from './pieces.js';

export interface PieceCorpus {
  /** [number] = the piece's text. */
  spellings: readonly string[];
  /** All documents, one after another. */
  pieces: Int32Array;
  /** Where each document begins, and the end of the last: length documents + 1. */
  starts: Int32Array;
}

/** Pieces are numbered in the order of their first occurrence. */
export function toPieces(texts: readonly string[]): PieceCorpus {
  const numbers = new Map<string, number>();
  const starts = new Int32Array(texts.length + 1);
  const all: number[] = [];
  texts.forEach((text, d) => {
    for (const piece of pieces(text)) {
      let number = numbers.get(piece);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(piece, number);
      }
      all.push(number);
    }
    starts[d + 1] = all.length;
  });
  return { spellings: [...numbers.keys()], pieces: Int32Array.from(all), starts };
}

/** The text of document `d`. */
export function textOf({ spellings, pieces, starts }: PieceCorpus, d: number): string {
  return joinPieces(Array.from(pieces.subarray(starts[d], starts[d + 1]), (number) => spellings[number]));
}
