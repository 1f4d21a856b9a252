/**
 * A draft is held against the writer's own texts cut to its length, since every figure changes with length. Where the
 * own texts do not give enough pieces of that length, draft and texts are both cut shorter; the draft's figure is then
 * the mean of its pieces, which moves less than one piece does, so that alarms become rarer and not more.
 */
import { quantile } from '../stats/quantile.js';
import type { Comparison } from './result.js';

/** Tokens `start` to `end` - 1 of text `text`. */
export interface Piece {
  text: number;
  start: number;
  end: number;
}

/** Own pieces that a comparison wants, and the shortest that it takes them, in words. */
export const PIECES = 40;
export const SHORTEST = 100;

/** All whole pieces of `length` tokens of texts with these numbers of tokens. */
export function cutPieces(lengths: readonly number[], length: number): Piece[] {
  const pieces: Piece[] = [];
  lengths.forEach((size, text) => {
    for (let start = 0; start + length <= size; start += length) {
      pieces.push({ text, start, end: start + length });
    }
  });
  return pieces;
}

/** The greatest length up to `most` of which own texts of these lengths give PIECES pieces, or 0 where none does. */
export function pieceLength(lengths: readonly number[], most: number): number {
  for (let length = most; length >= SHORTEST; length = Math.floor(length * 0.9)) {
    if (cutPieces(lengths, length).length >= PIECES) return length;
  }
  return 0;
}

/** Undefined where either side has no value. `generic`: which way is the more generic. */
export function compare(
  draft: readonly number[],
  own: readonly number[],
  length: number,
  generic: 'more' | 'less',
): Comparison | undefined {
  const known = own.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const values = draft.filter((value) => !Number.isNaN(value));
  if (known.length < PIECES / 2 || values.length === 0) return undefined;
  const value = values.reduce((a, b) => a + b) / values.length;
  const beyond = known.filter((each) => (generic === 'more' ? each >= value : each <= value)).length;
  return {
    value,
    own: [quantile(known, 0.05), quantile(known, 0.5), quantile(known, 0.95)],
    pieces: known.length,
    length,
    p: (beyond + 1) / (known.length + 1),
  };
}
