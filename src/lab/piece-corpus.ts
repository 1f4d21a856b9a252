/** A corpus as numbers, with the spellings that they stand for. */
import type { Documents } from './documents.js';
import { joinPieces, pieces } from './pieces.js';

export interface PieceCorpus extends Documents {
  /** [number] = the piece's text. */
  spellings: readonly string[];
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
