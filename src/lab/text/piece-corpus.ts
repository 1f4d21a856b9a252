/** A corpus as numbers, with the spellings that they stand for. */
import type { Documents } from './documents.js';
import { joinPieces, pieces } from './pieces.js';

export interface PieceCorpus extends Documents {
  /** [number] = the piece's text. */
  spellings: readonly string[];
}

/**
 * Pieces are numbered in the order of their first occurrence. Documents that would bring the corpus above `most` pieces
 * are left out, and all behind them.
 */
export function toPieces(texts: readonly string[], most = Number.POSITIVE_INFINITY): PieceCorpus {
  const numbers = new Map<string, number>();
  const starts = [0];
  const all: number[] = [];
  for (const text of texts) {
    const parts = pieces(text);
    if (all.length + parts.length > most) break;
    for (const piece of parts) {
      let number = numbers.get(piece);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(piece, number);
      }
      all.push(number);
    }
    starts.push(all.length);
  }
  return { spellings: [...numbers.keys()], pieces: Int32Array.from(all), starts: Int32Array.from(starts) };
}

/** The text of document `d`. */
export function textOf({ spellings, pieces, starts }: PieceCorpus, d: number): string {
  return joinPieces(Array.from(pieces.subarray(starts[d], starts[d + 1]), (number) => spellings[number]));
}
