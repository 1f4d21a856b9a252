/**
 * The perfect verifier of text: it accepts documents that generation 0's model finds no less likely than all but the
 * least likely of human documents it has not seen, by the mean log probability of a piece.
 */

import type { NgramModel } from '../../lm/ngram.js';
import { logProbabilities } from '../../lm/score-ngram.js';
import { quantile } from '../../stats/quantile.js';
import { type Documents, documents } from './documents.js';

/** Share of unseen human documents that it accepts. */
const ACCEPTED = 0.5;

/** [d] = 1 where document d is accepted; `shift` moves the bound, in standard deviations of the human documents. */
export function newVerifier(
  heldOut: Documents,
  model: () => NgramModel,
): (data: Documents, shift: number) => Uint8Array {
  let bound: { middle: number; sd: number } | undefined;
  return (data, shift) => {
    bound ??= boundOf(documentLogs(model(), heldOut));
    const { middle, sd } = bound;
    return Uint8Array.from(documentLogs(model(), data), (log) => (log <= middle + shift * sd ? 1 : 0));
  };
}

function boundOf(logs: Float64Array): { middle: number; sd: number } {
  const sorted = logs.filter((log) => !Number.isNaN(log)).sort();
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  const square = sorted.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { middle: quantile(sorted, ACCEPTED), sd: Math.sqrt(square / sorted.length) };
}

/** Mean negative log probability of a piece, by document; NaN of an empty one. */
function documentLogs(model: NgramModel, data: Documents): Float64Array {
  const logs = logProbabilities(model, data);
  return Float64Array.from({ length: documents.size(data) }, (_, d) => {
    const own = logs.subarray(data.starts[d], data.starts[d + 1]);
    return -own.reduce((a, b) => a + b, 0) / own.length;
  });
}
