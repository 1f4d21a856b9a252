/**
 * The contract of a metric: what it is called, where it comes from, and one pure function of a pair of sides.
 * Ratio, interval, noise floor and grade are made by the audit, once for all metrics.
 */
import type { MetricGroup, MetricResult } from '../audit/result.js';
import type { Pair } from './side.js';

export interface Metric {
  /** Public and stable: `group/name`. */
  id: string;
  group: MetricGroup;
  /** A table row's name. */
  title: string;
  /** What is said when it fails. */
  failTitle: string;
  /** Why a user should care. */
  why: string;
  /** Paper and equation, and where we differ. */
  source: string;
  unit: string;
  /** Of `value`, as text. */
  range: string;
  /** Which side of 1 is bad for the ratio. */
  direction: 'low' | 'high' | 'both';
  /** `complement`: the value is a share of bad documents, the ratio that of the good ones. */
  ratioOf: 'value' | 'complement';
  /** Default bounds on the ratio; `docs/verdict.md` shows the dose curves behind them. */
  bounds: { warn: number; fail: number };
  /**
   * True where the mean log ratio between human samples is not 0: the audit measures that bias on its replicates and
   * takes it out, at the price of a thirtieth of the variance.
   */
  biased: boolean;
  /** The least it needs beyond the audit's 30 documents and 5,000 tokens, in words; '' for nothing. */
  needs: string;
  /** Only part of the panel where the caller told this; see `told-groups.ts`. */
  asked?: 'groups' | 'terms';
  estimate: (pair: Pair) => Estimate | Insufficient | Skipped;
}

export interface Estimate {
  value: number;
  reference: number;
  /** Standard error of log(value / reference) where the documents themselves give it; else the audit finds it. */
  logError?: number;
  /** The same for two samples of one source, where it is another: the noise floor. */
  noiseError?: number;
  /** A p-value of the metric's own, that the ratio is 1; else it follows from the standard error. */
  p?: number;
  /** What made the embeddings behind it: two values of different embedders are not comparable. */
  embedder?: string;
  /** The language model behind it; the same holds. */
  lm?: string;
  /** Which group or list the figure is about. */
  about?: string;
  /** For a search: what it looks for and how much of what was planted it finds; asked for once an audit. */
  detection?: () => NonNullable<MetricResult['detection']>;
  /** For a share of documents: how many are bad, of how many. Its interval comes from these counts. */
  counts?: { corpus: [bad: number, of: number]; reference: [bad: number, of: number] };
}

/** Too little data to compute the metric, for this reason: it is inconclusive. */
export interface Insufficient {
  insufficient: string;
}

/** The metric does not apply to these corpora, or what it needs was not given: it is skipped, for this reason. */
export interface Skipped {
  skipped: string;
}
