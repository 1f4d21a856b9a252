/**
 * The one result object. An audit is data: terminal, JSON, HTML, Markdown, CI annotations and the page all
 * render it, and none computes. `schema/audit-result.schema.json` describes it for other tools.
 */

export type Grade = 'ok' | 'warn' | 'fail' | 'skipped' | 'inconclusive';
export type Stage = 'healthy' | 'early' | 'late' | 'shifted' | 'cannot-say';
export type Lineage = 'descendant' | 'same-source' | 'unknown';
export type MetricGroup = 'tails' | 'diversity' | 'centre' | 'repetition' | 'drift' | 'bias';

/** A number never travels alone: its reference, interval, noise floor and sample size go with it. */
export interface MetricResult {
  group: MetricGroup;
  /** What was found, as a short phrase for a table row, e.g. `once-only words`. */
  title: string;
  /** Value in the corpus, at equal size where the metric says so; null when it could not be computed. */
  value: number | null;
  /** The same for the reference. */
  reference: number | null;
  /**
   * value / reference, or (1 - value) / (1 - reference) for a share of bad documents (`ratioOf`): 1 is what a
   * fresh human sample scores.
   */
  ratio: number | null;
  ratioOf: 'value' | 'complement';
  /** 95 % interval of the ratio. */
  ci: [number, number] | null;
  /** 95 % range of the ratio when the reference is set against itself, at these sizes. */
  noise: [number, number] | null;
  /** Two-sided p-value that the ratio is 1, and its Benjamini-Hochberg adjustment over the panel. */
  p: number | null;
  q: number | null;
  /** Documents (distinct texts) behind the value. */
  n: number;
  grade: Grade;
  /** Why it is inconclusive or skipped, or which bound was crossed. */
  reason?: string;
  /** What made the embeddings, where the metric reads meanings: values of different embedders are not comparable. */
  embedder?: string;
  /** The language model, where the metric reads perplexities; the same holds. */
  lm?: string;
  /** Unit of `value`. */
  unit: string;
  /** The bounds on the ratio that graded it. `low`: below is bad; `high`: above is bad; `both`. */
  direction: 'low' | 'high' | 'both';
  bounds: { warn: number; fail: number };
  /** Of a search: what it looks for, and the share of planted copies that it found. */
  detection?: {
    /** Least similarity, 0 to 1. */
    threshold: number;
    /** Words of a shingle. */
    shingle: number;
    /** Copies that were planted, and the share found; null when none could be. */
    planted: number;
    recall: number | null;
  };
}

export interface CorpusSummary {
  /** What the user called it. */
  name: string;
  paths: string[];
  documents: number;
  /** Documents with a text of their own: copies are counted once. */
  distinct: number;
  tokens: number;
  bytes: number;
  /** Distinct words. */
  types: number;
  /** Records that could not be read and were skipped at the user's wish. */
  skipped: number;
  /** Order-free digest of the documents. */
  digest: string;
}

/** An n-gram, category, combination or group that the reference has and the corpus has lost, beyond what chance explains. */
export interface LostGram {
  /** Of a table: what it is. Absent for words and n-grams. */
  kind?: 'group' | 'category' | 'combination';
  /** Words, or `column = category`, joined by a comma in a combination. */
  gram: string;
  /** Words in it, or columns. */
  n: number;
  /** Occurrences expected in the corpus if it were a fresh sample of the reference. */
  expected: number;
  /** Occurrences in the corpus. */
  observed: number;
  referenceCount: number;
  /** One sentence of the reference that holds it; '' for a table, whose rows are not quoted. */
  example: string;
  /** Family-wise p-value. */
  p: number;
}

/** A topic of the reference of which the corpus has too few texts, beyond what chance explains. */
export interface LostTopic {
  /** The words that stand out in its texts, the most telling first. */
  words: string[];
  /** Texts of the document sample expected in the corpus if it were a fresh sample of the reference. */
  expected: number;
  observed: number;
  /** Texts of the reference's document sample. */
  referenceCount: number;
  /** Family-wise p-value. */
  p: number;
}

/** One of the eight definitions of model collapse (Schaeffer et al. 2025), found or not. */
export interface Finding {
  id: string;
  title: string;
  outcome: 'shown' | 'not shown' | 'cannot say';
  /** What was measured, as a sentence with its figures. */
  because: string;
}

/** A phenomenon that may be behind the numbers, with the evidence. */
export interface Phenomenon {
  id: 'model-collapse' | 'drift' | 'mode-collapse' | 'forgetting' | 'performative';
  title: string;
  outcome: 'fits' | 'does not fit' | 'cannot tell';
  /** Sentences with their figures. */
  for: string[];
  against: string[];
  /** What would tell, where it cannot be told. */
  needs: string | null;
}

export interface GateResult {
  /** A metric's id, or `verdict`. */
  id: string;
  level: 'warn' | 'error';
  status: 'passed' | 'broken' | 'inconclusive';
  message: string;
}

export interface Warning {
  /** Stable identifier, e.g. `partial`, `overlap`, `length`. */
  id: string;
  message: string;
}

/** Another tool's number: a number, numbers by name, or n-grams with their counts; null when there is none. */
export type CompatValue = number | null | Record<string, number | null> | [gram: string, count: number][];
export type CompatValues = Record<string, CompatValue>;

/** Other tools' numbers where nothing was compared: `gen0 audit --compat` without a reference. */
export interface CompatResult {
  schema: 1;
  tool: { name: 'gen0'; version: string };
  seed: number;
  corpus: { name: string; paths: string[]; documents: number; bytes: number };
  compat: Record<string, CompatValues>;
  warnings: Warning[];
}

/** One slice of the corpus, compared by itself. */
export interface SliceResult {
  value: string;
  /** Documents, copies included. */
  documents: number;
  referenceDocuments: number;
  /** What it was compared with: the same slice of the reference, or all of the reference. */
  against: 'slice' | 'reference';
  stage: Stage;
  metrics: Record<
    string,
    { ratio: number | null; ci: [number, number] | null; q: number | null; grade: Grade }
  >;
  /** Ratios of the corpus without this slice, of the metrics that fail or warn in the whole. */
  without: Record<string, number>;
  /** Dated slices: distance of word frequencies between this part of the reference and all its others. */
  human: { ratio: number; ci: [number, number] | null } | null;
}

/** A corpus by the values of one field. */
export interface Slicing {
  /** As asked for: `source`, `date:year`. */
  field: string;
  slices: SliceResult[];
  /** Values that were counted only, the largest first; at most 100 of them. */
  others: { value: string; documents: number; referenceDocuments: number }[];
  /** How many values were counted only, and their documents. */
  counted: { values: number; documents: number; referenceDocuments: number };
  /** What the slices say of the whole, as sentences. */
  because: string[];
}

/** Change from generation to generation, the reference being generation 0. */
export interface Trend {
  generations: number;
  /** Factor of the rate per generation, with its 95 % interval. */
  factor: number;
  ci: [number, number];
}

/** One group of the reference, and what became of it. */
export interface GroupResult {
  value: string;
  /** Documents of the group, copies included. */
  documents: number;
  referenceDocuments: number;
  /** Expected in the corpus at the reference's rate. */
  expected: number;
  /** The corpus's rate over the reference's, and its 95 % interval. */
  ratio: number;
  ci: [number, number];
  /** Probability that chance leaves so few documents; over all groups of all fields (Holm). */
  lostP: number;
  /** Two-sided, of the rate (Benjamini-Hochberg over groups). */
  q: number;
  direction: 'more' | 'fewer' | 'as many';
  /** Words of the group's part of the reference that are found in its part of the corpus. */
  coverage: { ratio: number; ci: [number, number]; p: number } | null;
  trend: Trend | null;
}

/** Two groups whose words lie nearer to each other in the corpus than in the reference. */
export interface Merging {
  groups: [string, string];
  /** Squared distance of word frequencies (chi-squared), free of sampling noise. */
  corpus: number;
  reference: number;
  /** Holm over pairs. */
  p: number;
}

export interface Grouping {
  field: string;
  groups: GroupResult[];
  /** Documents without a group. */
  unlabelled: { documents: number; referenceDocuments: number };
  merging: Merging[];
}

/** A list of terms and how often they stand. */
export interface TermResult {
  name: string;
  terms: number;
  /** Per million tokens. */
  rate: number;
  referenceRate: number;
  /** Standard errors of the logarithms of the rates, from document groups. */
  error: number;
  referenceError: number;
  ratio: number;
  ci: [number, number];
  p: number;
  /** Benjamini-Hochberg over lists. */
  q: number;
  direction: 'more' | 'fewer' | 'as many';
  trend: Trend | null;
}

export interface AuditResult {
  schema: 1;
  tool: { name: 'gen0'; version: string };
  seed: number;
  /** ISO 8601; this and `timing` are the only fields that differ between two equal runs. */
  startedAt: string;
  /** Seconds. */
  timing: Record<string, number>;
  corpus: CorpusSummary;
  reference: CorpusSummary;
  /** Tokens on each side of the equal-size comparison. */
  comparedTokens: number;
  tokeniser: string;
  lineage: Lineage;
  /** True when only a part of the input was read (see the warnings). */
  partial: boolean;
  metrics: Record<string, MetricResult>;
  verdict: { stage: Stage; because: string[]; notClaimed: string };
  /** What this comparison shows of each of the eight definitions of collapse. */
  definitions: Finding[];
  /** Which phenomena the numbers fit. */
  diagnosis: Phenomenon[];
  lost: LostGram[];
  /** Topics lost; empty where the metrics of meaning were left out. */
  lostTopics: LostTopic[];
  /** Only where `--by` was given. */
  slices?: Slicing[];
  /** Only where `--group` was given, of text. */
  groups?: Grouping[];
  /** Only where `--terms` was given. */
  terms?: TermResult[];
  gates: GateResult[];
  warnings: Warning[];
  /** Other tools' numbers on the corpus, by tool and name, where they were asked for: never rounded, never graded. */
  compat?: Record<string, CompatValues>;
}
