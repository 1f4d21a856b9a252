/**
 * Predictable runs. Each word has the log2 of its probability under a model of the writer's other texts (lm/). Less a
 * level that a quarter of a standard deviation lies above the writer's mean, these are scores whose runs above 0 are
 * found without a window (Ruzzo and Tompa 1999). A run counts where its sum reaches the threshold that would mark the
 * stated share of the writer's own words, each of these scored by a model that has not seen its text. Verbatim copies of
 * own texts count on neither side.
 *
 * The quarter and the order of the model were chosen on Moby Dick and WikiText.
 */
import { maximalSegments, type Segment } from '../stats/maximal-segments.js';

const ABOVE_MEAN = 0.25;
/** In bits: more than any run can gain. */
const BARRIER = -1e9;

export interface RunRule {
  /** log2 of a probability. */
  level: number;
  /** In bits above the level, summed over the run. */
  threshold: number;
}

/** The rule that marks at most `share` of the words of the own texts. `logs`: of each text, cross-fitted. */
export function runRule(logs: readonly Float64Array[], share: number): RunRule {
  let sum = 0;
  let squares = 0;
  let words = 0;
  for (const text of logs) {
    for (const log of text) {
      if (Number.isNaN(log)) continue;
      words++;
      sum += log;
      squares += log * log;
    }
  }
  const mean = sum / words;
  const level = mean + ABOVE_MEAN * Math.sqrt(Math.max(0, squares / words - mean * mean));
  const runs = logs.flatMap((text) => segmentsAbove(text, level)).sort((a, b) => b.sum - a.sum);
  let marked = 0;
  let threshold = Number.POSITIVE_INFINITY;
  for (const { start, end, sum } of runs) {
    marked += end - start;
    if (marked > share * words) break;
    threshold = sum;
  }
  return { level, threshold };
}

/** In order; none overlaps another. */
export function predictableRuns(logs: Float64Array, { level, threshold }: RunRule): Segment[] {
  return segmentsAbove(logs, level).filter(({ sum }) => sum >= threshold);
}

/** A word without a probability belongs to no run. */
function segmentsAbove(logs: Float64Array, level: number): Segment[] {
  return maximalSegments(logs.map((log) => (Number.isNaN(log) ? BARRIER : log - level)));
}
