/** What the check says, as data. It says nothing of who or what wrote a text. */

/**
 * predictable: a run of words more predictable than all but `share` of the writer's own; repeated: words that stand
 * elsewhere in the drafts too; machine: words that the machine draft has in the same order.
 */
export type MarkKind = 'predictable' | 'repeated' | 'machine';

export interface Mark {
  kind: MarkKind;
  /** Characters (UTF-16 code units) of the draft's `text`: from `start` to before `end`. */
  start: number;
  end: number;
  words: number;
}

/** One figure of a draft against the same figure of the writer's own texts, cut to one length. */
export interface Comparison {
  /** Mean over the draft's pieces. */
  value: number;
  /** Quantiles of the own pieces: 5 %, 50 % and 95 %. */
  own: [low: number, middle: number, high: number];
  /** How many own pieces, and their length in words. */
  pieces: number;
  length: number;
  /** Share of own pieces at least as far in the generic direction, the draft counted among them. */
  p: number;
}

export interface VanishedWord {
  word: string;
  /** Occurrences that a text by the writer of this length has on average. */
  expected: number;
  /** Probability that it has none. */
  p: number;
  /** The same, adjusted for all words that were asked for (Benjamini-Hochberg). */
  q: number;
}

export interface RepeatedPhrase {
  phrase: string;
  words: number;
  /** In all drafts together. */
  count: number;
  /** In how many drafts. */
  drafts: number;
}

/** Share of a text's words that are not the machine draft's. */
export interface OwnShare {
  /** Lower and upper bound. */
  share: [low: number, high: number];
  words: number;
}

export interface DraftCheck {
  name: string;
  /** In NFC; marks count its characters. */
  text: string;
  words: number;
  sentences: number;
  marks: Mark[];
  /** Share of words in predictable runs. */
  predictable?: Comparison;
  /** Share of the words common in own texts of this length that it lacks. */
  missing?: Comparison;
  /** Standard deviation of the logarithm of the sentences' lengths. */
  rhythm?: Comparison;
  /** Words beyond chance, the most expected first. */
  vanished?: VanishedWord[];
  own?: OwnShare;
}

export interface CheckResult {
  schema: 1;
  /** The writer's own texts that the drafts were held against. */
  reference?: { texts: number; words: number };
  /** Share of the writer's own words that would be marked as predictable. */
  share: number;
  /** Repeated means as long as this, in words. */
  repeatLength: number;
  /** Share of words in repeated phrases, all drafts together. */
  repeated?: Comparison;
  phrases: RepeatedPhrase[];
  drafts: DraftCheck[];
  warnings: string[];
}
