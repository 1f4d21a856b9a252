/** The result of a run of the lab: data that every reporter renders and none computes. */
import type { Finding } from '../../audit/result.js';
import type { Continued, MetricInfo, Picture } from '../world.js';
import type { Arm, Claim, Experiment, Published } from './experiment.js';

/** One metric over the generations of one arm, across seeds. Parallel to `generations`; null where no run has a figure. */
export interface Curve {
  mean: (number | null)[];
  /** Standard error of the mean over seeds; null with one seed. */
  se: (number | null)[];
  median: (number | null)[];
  /** 5 % and 95 % quantiles of the runs. */
  low: (number | null)[];
  high: (number | null)[];
}

export interface ArmResult extends Arm {
  /** Generations that were measured, ascending, from 0. */
  measured: number[];
  metrics: Record<string, Curve>;
  /** [metric] = the last generation's figure of each seed, in the order of the seeds. */
  last: Record<string, (number | null)[]>;
  /** Of the first seed, at a few generations from 0 to the last. */
  pictures: { generation: number; picture: Picture }[];
  /** Of the first seed, at the measured generations: the same beginnings of texts as each continues them. */
  continued?: { generation: number; texts: Continued[] }[];
  /**
   * Names that generation 0 had and the last one has not, with the share of runs in which they were lost and, of these
   * runs, the median generation from which they were gone. Those of most runs first; at most 1,000.
   */
  lost: { name: string; share: number; firstGeneration: number }[];
}

export interface ClaimResult extends Claim {
  /** Arm minus control, mean over seeds, paired by seed; null where no pair has both figures. */
  difference: number | null;
  /** 95 % interval, Student's t over the seeds; null below two of them. */
  ci: [number, number] | null;
  /** Pairs of runs. */
  n: number;
  /** `cannot say` where the interval holds the least difference. */
  outcome: 'holds' | 'failed' | 'cannot say';
}

export interface PublishedResult extends Omit<Published, 'value'> {
  /** Of the source, or of the arm that it is to equal. */
  value: number | [number, number];
  /** Null where no run has a figure. */
  measured: number | null;
  /** Over the seeds; null where none is known. */
  se: number | null;
  /** Relative difference from the value, or from the nearer end of the band; 0 inside it. */
  off: number | null;
  agrees: boolean;
}

export interface LabResult {
  schema: 1;
  kind: 'lab';
  tool: { name: 'gen0'; version: string };
  /** Of the experiment's file, or of the world. */
  name: string;
  /** The effective configuration. */
  experiment: Experiment;
  world: { name: string; title: string; source: string; metrics: Record<string, MetricInfo> };
  /** What was varied, by `gen0 lab sweep`; arms are in the order of the values, the last axis fastest. */
  sweep?: { over: string; values: string[] }[];
  /** What the user brought, if anything. */
  input: { name: string; size: number /** Of labelled images. */; classes?: number } | null;
  startedAt: string;
  /** Seconds. */
  timing: Record<string, number>;
  arms: ArmResult[];
  claims: ClaimResult[];
  published: PublishedResult[];
  /** The eight definitions of collapse, by arm. */
  profiles: Record<string, Finding[]>;
  /** Where the experiment asks for it. */
  attribution?: Attribution;
  warnings: { id: string; message: string }[];
}

/** How much of the drift each kind of error makes, by generation; parallel arrays, generation 0 left out. */
export interface Attribution {
  metric: string;
  generations: number[];
  /** Share of the sum over the parts, with a 95 % interval. */
  parts: { arm: string; share: number[]; ci: [number, number][] }[];
  /** Drift of the arm with all errors, as a multiple of that sum: 1 where they add up. */
  together: { ratio: number[]; ci: [number, number][] };
}
