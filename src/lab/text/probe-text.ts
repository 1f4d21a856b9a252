/** What is measured of a generation of text, whoever wrote it. */
import type { NgramModel } from '../../lm/ngram.js';
import { logProbabilities, perplexity } from '../../lm/score-ngram.js';
import { METRICS } from '../../metrics/index.js';
import { quantile } from '../../stats/quantile.js';
import type { MetricInfo, Values } from '../world.js';
import type { Documents } from './documents.js';
import type { TextExaminer } from './text-examiner.js';

/** Words that stand at least so often in generation 0 are named when they are gone. */
const NAMED = 5;

/** Least text, in pieces, of which a test is made. */
export const LEAST_HELD_OUT = 1000;

/** The verdicts as numbers; the others, which are no stage of collapse, are NaN. */
const STAGES: Partial<Record<string, number>> = { healthy: 0, early: 1, late: 2 };

const auditMetrics = Object.fromEntries(
  METRICS.filter(({ asked }) => !asked).map(({ id, title }): [string, MetricInfo] => [
    id,
    { title, unit: "times generation 0's" },
  ]),
);

export const TEXT_METRICS: Record<string, MetricInfo> = {
  vocabulary: { title: 'different words and signs', unit: "share of generation 0's" },
  verdict: { title: 'verdict of the audit', unit: '0 healthy, 1 early, 2 late' },
  ...auditMetrics,
  kept: { title: "generation 0's words left", unit: 'share of its different ones' },
  invented: { title: 'words not of generation 0', unit: 'share of words and signs' },
  'held-out': { title: 'perplexity of unseen human text', log: true },
  'own-median': { title: 'perplexity under generation 0, median', log: true },
  'own-tail': { title: 'perplexity under generation 0, 99th percentile', unit: 'medians' },
  'first-median': { title: 'perplexity under generation 1, median', log: true },
  'first-tail': { title: 'perplexity under generation 1, 99th percentile', unit: 'medians' },
  likely: { title: 'likely windows', unit: 'share, of human ones a tenth' },
  unlikely: { title: 'unlikely windows', unit: 'share, of human ones a hundredth' },
};

export interface ProbedText {
  generation: number;
  /** What was written. */
  sample: Documents;
  /** The same as texts, for the audit; none: no audit is made. */
  texts?: () => Iterable<string>;
  /** Different pieces that were written. */
  kinds: number;
  /** Human text that no model has learnt from. */
  heldOut: Documents;
  /** Reads the held-out text; none where there is too little of it. */
  reader?: () => NgramModel;
}

export async function probeText(judge: TextExaminer, probed: ProbedText): Promise<Values> {
  const { generation, sample, texts, kinds, heldOut, reader } = probed;
  return {
    vocabulary: kinds / judge.kinds,
    ...(reader && { 'held-out': perplexity(logProbabilities(reader(), heldOut)) }),
    ...ownPerplexity(judge.windows(generation === 0 ? heldOut : sample)),
    ...(texts && (await audits(generation === 0 ? undefined : texts(), judge))),
  };
}

function ownPerplexity(windows: Float64Array): Values {
  const sorted = windows.sort();
  const median = Math.exp(quantile(sorted, 0.5));
  return { 'own-median': median, 'own-tail': Math.exp(quantile(sorted, 0.99)) / median };
}

async function audits(texts: Iterable<string> | undefined, judge: TextExaminer): Promise<Values> {
  const { metrics, verdict } = texts === undefined ? await judge.auditSelf() : await judge.audit(texts);
  const values: Values = { verdict: STAGES[verdict.stage] ?? Number.NaN };
  for (const [id, { ratio }] of Object.entries(metrics)) values[id] = ratio ?? Number.NaN;
  return values;
}

/** Words of generation 0 that are gone, the most frequent first. */
export function lostWords(
  { pieces }: Documents,
  { counts }: TextExaminer,
  spellings: readonly string[],
): string[] {
  const alive = new Uint8Array(counts.length);
  for (const piece of pieces) alive[piece] = 1;
  const gone: number[] = [];
  for (let piece = 0; piece < counts.length; piece++)
    if (counts[piece] >= NAMED && !alive[piece]) gone.push(piece);
  return gone.sort((a, b) => counts[b] - counts[a]).map((piece) => spellings[piece].trim());
}

export function upTo(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}
