/** The configuration as the program uses it: paths relative to the config file are resolved, sizes are numbers. */
import type { Lineage, Stage } from '../audit/result.js';
import type { TokeniserName } from '../profile/profile.js';

export type GateLevel = 'off' | 'warn' | 'error';

/** The stages that a gate can name, from best to worst; `cannot-say` is none of them. */
export const STAGE_RANK = ['healthy', 'shifted', 'early', 'late'] as const satisfies readonly Stage[];

export type WorstStage = (typeof STAGE_RANK)[number];

/** One gate. Without bounds a metric's gate follows the metric's own grade. */
export interface GateRule {
  level: GateLevel;
  /** Broken when the whole interval of the ratio lies below. */
  minRatio?: number;
  /** Broken when the whole interval of the ratio lies above. */
  maxRatio?: number;
  /** For `verdict`: the worst stage that still passes. @default 'shifted' */
  worst?: WorstStage;
  /** For `mix/human-share`: broken when a shard's share of human tokens lies below. @default the mixture's own floor */
  min?: number;
}

/** The gate on mixtures that gen0 wrote. */
export const MIXTURE_GATE = 'mix/human-share';

/** Gates by metric id, `verdict` or `mix/human-share`. */
export type Gates = Record<string, GateRule>;

/** Where a corpus lies and how its records are read. */
export interface CorpusConfig {
  paths: string[];
  field?: string;
  idField?: string;
  unit?: 'paragraph' | 'file' | 'line';
  lineage?: Lineage;
}

export interface Config {
  /** The file as shown to the user. */
  file: string;
  reference?: CorpusConfig;
  corpora: Record<string, CorpusConfig>;
  seed?: number;
  tokeniser?: TokeniserName;
  /** Bytes. */
  memory?: number;
  lineage?: Lineage;
  /** A folder with a sentence model, resolved, or a server's URL; its model, and the variable that holds its key. */
  embedder?: string;
  embedderModel?: string;
  embedderKeyEnv?: string;
  gates: Gates;
  /** Folder of the store, resolved. */
  store?: string;
}
