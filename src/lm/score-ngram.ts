/**
 * How likely a model finds texts. Only Kneser-Ney leaves something to every piece of the spelling table, so that it
 * sums to 1 over the table and no text is impossible; the others give log 0 where they have never seen the like.
 */
import type { Documents } from './documents.js';
import type { NgramModel } from './ngram.js';
import { NgramWalk } from './ngram-walk.js';

/** Natural logarithm of each piece's probability, parallel to `pieces`. */
export function logProbabilities(model: NgramModel, { pieces, starts }: Documents): Float64Array {
  const logs = new Float64Array(pieces.length);
  const walk = new NgramWalk(model);
  const floor = 1 / model.types;
  for (let d = 0; d + 1 < starts.length; d++) {
    const document = pieces.subarray(starts[d], starts[d + 1]);
    walk.begin();
    for (let i = 0; i < document.length; i++) logs[starts[d] + i] = Math.log(walk.read(document, i, floor));
  }
  return logs;
}

/** exp of the mean negative log probability of a piece. */
export function perplexity(logs: Float64Array): number {
  let sum = 0;
  for (const log of logs) sum += log;
  return Math.exp(-sum / logs.length);
}

/** Mean negative log probability of a piece in each whole window of `length` pieces of a document; a shorter document is one. */
export function windowLogs(logs: Float64Array, starts: Int32Array, length: number): Float64Array {
  const means: number[] = [];
  for (let d = 0; d + 1 < starts.length; d++) {
    const size = starts[d + 1] - starts[d];
    const step = Math.min(size, length);
    for (let from = starts[d]; step > 0 && from + step <= starts[d + 1]; from += step) {
      let sum = 0;
      for (let i = from; i < from + step; i++) sum += logs[i];
      means.push(-sum / step);
    }
  }
  return Float64Array.from(means);
}
