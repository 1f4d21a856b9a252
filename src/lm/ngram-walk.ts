/** Follows a document through a model, piece by piece, and knows the contexts of all lengths that it has behind it. */
import { childContext } from './contexts.js';
import { findRow } from './followers.js';
import type { Level, NgramModel } from './ngram.js';

export class NgramWalk {
  /** [n] = the context of the last n pieces, for n up to `known`. */
  readonly at: Int32Array;
  /** Length of the longest context that the training corpus has. */
  known = 0;
  private readonly levels: Level[];
  private readonly longest: number;

  constructor(model: NgramModel) {
    this.levels = model.levels;
    this.longest = model.order - 1;
    this.at = new Int32Array(model.order);
    this.begin();
  }

  /** Before the first piece of a document, where all that is known are beginnings. */
  begin(): void {
    this.at.fill(0);
    this.known = this.longest;
  }

  /** Steps behind piece `i` of a document that stands in `row` of the context of length n; n = -1: the model lacks it. */
  step(n: number, row: number, document: Int32Array, i: number): void {
    const { at, levels, longest } = this;
    let known = n < longest ? n + 1 : longest;
    if (n >= 0) at[known] = levels[n].next[row];
    for (let k = known; k > 1; k--) at[k - 1] = levels[k].suffix[at[k]];
    for (; known < longest; known++) {
      const older = i < known ? 0 : document[i - known] + 1;
      const longer = childContext(levels[known + 1], at[known], older);
      if (longer < 0) break;
      at[known + 1] = longer;
    }
    this.known = known;
  }

  /** Steps behind piece `i`, and returns its probability where `floor` is each piece's part of what is left to all. */
  read(document: Int32Array, i: number, floor: number): number {
    const { at, levels, known } = this;
    const piece = document[i];
    const left = floor * levels[known].rest[at[known]];
    let back = 1;
    for (let n = known; n >= 0; n--) {
      const row = findRow(levels[n], at[n], piece);
      if (row >= 0) {
        const probability = back * levels[n].probability[row] + left;
        this.step(n, row, document, i);
        return probability;
      }
      back *= levels[n].back[at[n]];
    }
    this.step(-1, 0, document, i);
    return left;
  }

  /** Probability that `piece` comes next. */
  probabilityOf(piece: number, floor: number): number {
    const { at, levels, known } = this;
    let back = 1;
    for (let n = known; n >= 0; n--) {
      const row = findRow(levels[n], at[n], piece);
      if (row >= 0) return back * levels[n].probability[row] + floor * levels[known].rest[at[known]];
      back *= levels[n].back[at[n]];
    }
    return floor * levels[known].rest[at[known]];
  }
}
