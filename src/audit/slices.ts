/**
 * The slices of a corpus, each compared by itself: with the same slice of the reference where that has enough
 * documents, else with all of the reference. A verdict on each, by the rules of the whole; many slices are as many
 * chances of a false alarm, so evidence is paid for over all of them together (Benjamini-Hochberg over slices and
 * metrics, of all fields).
 */

import { METRICS } from '../metrics/index.js';
import type { Metric } from '../metrics/metric.js';
import { poolProfiles } from '../metrics/pool.js';
import { type Pair, wholePair } from '../metrics/side.js';
import type { Profile } from '../profile/profile.js';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.js';
import { type Asymmetry, asymmetry } from './asymmetry.js';
import type { CentreLoss } from './centre.js';
import { type Compared, compare } from './compare.js';
import { grade } from './grade.js';
import { measureReplicates, tooSmall } from './measure.js';
import type { Lineage, MetricResult, Stage } from './result.js';
import { NOT_CLAIMED, verdictOf } from './verdict.js';

/** What the verdict rests on, and the length: metrics that need no reading of the sample. */
export const SLICE_METRICS = [
  'tails/coverage',
  'tails/rare-mass',
  'tails/hapax',
  'diversity/distinct-2',
  'diversity/entropy',
  'centre/length',
  'repetition/loops',
  'repetition/duplicates',
  'drift/js',
  'drift/gained',
];

/** One value of a field on both sides. */
export interface SliceSides {
  value: string;
  /** Documents, copies included. */
  documents: number;
  referenceDocuments: number;
  /** Where it has enough documents to be compared by itself. */
  corpus?: Profile;
  reference?: Profile;
}

/** A field and its values, as the caller brings them. */
export interface SlicedField {
  /** As asked for: `source`, `date:year`. */
  field: string;
  role: 'by' | 'group';
  dated: boolean;
  /** All values that either side has, the largest first. */
  values: SliceSides[];
  /** Of the documents in no slice with a profile. */
  corpusRest?: Profile;
  referenceRest?: Profile;
}

/** A slice that was compared. */
export interface MeasuredSlice {
  sides: SliceSides;
  metrics: Record<string, MetricResult>;
  stage: Stage;
  because: string[];
  /** Why it could not be judged: too little text. */
  small: string | null;
}

interface Open {
  sides: SliceSides;
  compared: Compared[];
  balance: Asymmetry | null;
  centre: CentreLoss | null;
  small: string | null;
}

/** Compares every slice that has a profile of the corpus; [i] = those of fields[i], in the order of its values. */
export function measureSlices(
  fields: readonly SlicedField[],
  reference: Profile,
  { seed, lineage, only }: { seed: number; lineage: Lineage; only?: string[] },
): MeasuredSlice[][] {
  const metrics = METRICS.filter(
    ({ id, group }) => SLICE_METRICS.includes(id) && (!only || only.includes(id) || only.includes(group)),
  );
  const open = fields.map((field) =>
    field.values.flatMap((sides) => {
      // A group is told against its own part of the reference or not at all.
      if (!sides.corpus || (field.role === 'group' && !sides.reference)) return [];
      return [
        measureOne(sides, wholePair(poolProfiles(sides.corpus, sides.reference ?? reference), seed), metrics),
      ];
    }),
  );
  const all = open.flat().flatMap(({ compared }) => compared);
  const q = benjaminiHochberg(all.map(({ p }) => p));
  let at = 0;
  return open.map((slices) =>
    slices.map(({ sides, compared, balance, centre, small }) => {
      const graded: Record<string, MetricResult> = {};
      compared.forEach((c, i) => {
        const own = q[at++];
        const judged = small === null ? grade(c, own) : { grade: 'inconclusive' as const, reason: small };
        graded[metrics[i].id] = { ...c, q: own, ...judged };
      });
      const verdict =
        small === null
          ? verdictOf(graded, balance, centre, lineage)
          : { stage: 'cannot-say' as const, because: [small], notClaimed: NOT_CLAIMED };
      return { sides, metrics: graded, stage: verdict.stage, because: verdict.because, small };
    }),
  );
}

function measureOne(sides: SliceSides, pair: Pair, metrics: readonly Metric[]): Open {
  const { logs, excesses, centre } = measureReplicates(pair, metrics);
  const compared = metrics.map((metric) =>
    compare(metric, pair, logs.get(metric.id) ?? { exchanges: [], splits: [] }),
  );
  return { sides, compared, balance: asymmetry(pair, excesses), centre, small: tooSmall(pair) };
}
