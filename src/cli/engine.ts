/**
 * The one place where commands reach what computes. Modules load when first needed, so that help and errors
 * come at once.
 */
import type { AuditOptions } from '../audit/audit.js';
import type { LostType } from '../audit/lost.js';
import type { AuditResult, LostGram } from '../audit/result.js';
import type { Metric } from '../metrics/metric.js';
import type { ReadersOfText } from '../metrics/readers-of-text.js';
import type { Profile, TokeniserName } from '../profile/profile.js';

/** How records are read; the names are those of the readers. */
export interface ReadFlags {
  field?: string;
  idField?: string;
  unit?: 'paragraph' | 'file' | 'line';
  format?: 'jsonl' | 'json' | 'csv' | 'tsv' | 'text' | 'parquet';
  onBadRecord?: 'stop' | 'skip';
  maxRecordBytes?: number;
}

export interface ProfileFlags {
  tokeniser?: TokeniserName;
  seed?: number;
  memory?: number;
  jobs?: number;
  read?: ReadFlags;
  resume?: boolean;
  onProgress?: (done: { bytes: number; totalBytes: number; documents: number }) => void;
  signal?: AbortSignal;
}

export interface Tally {
  documents: number;
  badCount: number;
  bad: { path: string; line: number; message: string }[];
  blank: number;
}

export interface Profiled {
  profile: Profile;
  tally: Tally;
  /** Seconds by phase. */
  timing: Record<string, number>;
}

export interface Profiling {
  profileCorpus(paths: string[], options: ProfileFlags): Promise<Profiled>;
  mergeProfiles(profiles: Profile[]): Profile;
  saveProfile(profile: Profile, path: string): Promise<void>;
  loadProfile(path: string): Promise<Profile>;
  assertComparable(a: Profile, b: Profile, nameA: string, nameB: string): void;
}

export type AuditFlags = AuditOptions;

export interface Auditing {
  auditProfiles(corpus: Profile, reference: Profile, options: AuditFlags): AuditResult | Promise<AuditResult>;
  diagnose: typeof import('../audit/index.js').diagnose;
  spellLost(
    types: readonly LostType[],
    reference: Profile,
    again?: () => AsyncIterable<string>,
  ): Promise<LostGram[]>;
}

/** What the command line shows of a metric. */
export type MetricCard = Omit<Metric, 'biased' | 'estimate'>;

export interface DemoFlags {
  seed: number;
  version: string;
  colour: boolean;
  signal: AbortSignal;
  onStep?: (label: string, done: number, steps: number) => void;
  /** Keeps the audit of the last generation; returns where, as shown to the user. */
  save?: (result: AuditResult) => Promise<string>;
}

export interface Demo {
  /** Plays the tour and returns its text. */
  runDemo(options: DemoFlags): Promise<string>;
}

/** Tables: how they are read and audited. */
export type Tables = typeof import('../table/index.js') &
  typeof import('../corpus/tables/read-table-files.js');

/** Images: how they are read and audited. */
export type ImagesEngine = typeof import('../image-audit/index.js') & typeof import('../images/index.js');

/** Slices of corpora by field or date. */
export type SlicesReader = Pick<typeof import('../profile/slices.js'), 'countSlices' | 'profileSlices'>;

/** The finder of copies as it is. */
export type DuplicatesFinder = typeof import('../duplicates/index.js');

/** The lab as it is: its commands show and run it. */
export type Lab = typeof import('../lab/index.js');

/** Source cards, the ledger and what is read from it. */
export type Provenance = typeof import('../provenance/index.js');

/** Mixtures, and the keys that sign them. */
export type Mixing = typeof import('../mix/index.js') &
  Pick<typeof import('../provenance/signing-key.js'), 'readPublicKey'>;

/** The archive of human data, and its log. */
export type Archive = typeof import('../archive/index.js') &
  Pick<typeof import('../provenance/index.js'), 'readPublicKey'>;

/** Other standards' words for sources. */
export type Standards = typeof import('../provenance/standards/index.js');

/** Drafts against own texts. */
export type Checking = Pick<typeof import('../check/index.js'), 'checkDrafts'>;

export type Embedding = typeof import('../embed/index.js') &
  Pick<typeof import('../profile/index.js'), 'cutText' | 'textHash'>;

export interface Engine {
  profiling(): Promise<Profiling>;
  slicing(): Promise<SlicesReader>;
  auditing(): Promise<Auditing>;
  tables(): Promise<Tables>;
  images(): Promise<ImagesEngine>;
  metrics(): Promise<readonly MetricCard[]>;
  checking(): Promise<Checking>;
  /** What reads the sampled texts for the metrics that need a model. */
  readers(): Promise<ReadersOfText>;
  /** Embedders, and what finds a text of a document sample again. */
  embedding(): Promise<Embedding>;
  demo(): Promise<Demo>;
  duplicates(): Promise<DuplicatesFinder>;
  lab(): Promise<Lab>;
  provenance(): Promise<Provenance>;
  mixing(): Promise<Mixing>;
  archive(): Promise<Archive>;
  standards(): Promise<Standards>;
}

export const ENGINE: Engine = {
  profiling: () => import('../profile/index.js'),
  slicing: () => import('../profile/slices.js'),
  auditing: () => import('../audit/index.js'),
  tables: async () => ({
    ...(await import('../table/index.js')),
    ...(await import('../corpus/tables/read-table-files.js')),
  }),
  images: async () => ({
    ...(await import('../image-audit/index.js')),
    ...(await import('../images/index.js')),
  }),
  metrics: async () => (await import('../metrics/index.js')).METRICS,
  checking: () => import('../check/index.js'),
  readers: async () => ({ tagger: (await import('../language/wink-tagger.js')).winkTagger() }),
  embedding: async () => {
    const { cutText, textHash } = await import('../profile/index.js');
    return { ...(await import('../embed/index.js')), cutText, textHash };
  },
  demo: () => import('../lab/demo/demo.js'),
  duplicates: () => import('../duplicates/index.js'),
  lab: () => import('../lab/index.js'),
  provenance: () => import('../provenance/index.js'),
  mixing: async () => {
    const { readPublicKey } = await import('../provenance/signing-key.js');
    return { ...(await import('../mix/index.js')), readPublicKey };
  },
  archive: async () => ({
    ...(await import('../archive/index.js')),
    readPublicKey: (await import('../provenance/index.js')).readPublicKey,
  }),
  standards: () => import('../provenance/standards/index.js'),
};
