/** Metrics over all the replicates of a pair, and whether there is enough text to grade anything. */
import type { Metric } from '../metrics/metric.js';
import type { Pair } from '../metrics/side.js';
import { type Excess, excess } from './asymmetry.js';
import { centreDistance, centreLoss, centreWords } from './centre.js';
import { logRatio, type ReplicateLogs } from './compare.js';
import { exchanges, referenceSplits } from './replicates.js';

/** Below this on either side nothing is graded. */
export const LEAST_DOCUMENTS = 30;
export const LEAST_TOKENS = 5000;

/** Why nothing can be graded, or null. */
export function tooSmall({ corpus, reference }: Pair): string | null {
  const sides: [string, Pair['corpus']][] = [
    ['corpus', corpus],
    ['reference', reference],
  ];
  for (const [name, side] of sides) {
    if (side.texts < LEAST_DOCUMENTS) {
      return `The ${name} has ${side.texts} different documents with words, needs ${LEAST_DOCUMENTS}.`;
    }
    if (side.tokens < LEAST_TOKENS) {
      return `The ${name} has ${Math.round(side.tokens)} tokens, needs ${LEAST_TOKENS}.`;
    }
  }
  return null;
}

/** All metrics on one replicate after the other, so that only one replicate's tallies are held at a time. */
export function measureReplicates(pair: Pair, metrics: readonly Metric[]) {
  const logs = new Map(
    metrics.map((metric): [string, ReplicateLogs] => [metric.id, { exchanges: [], splits: [] }]),
  );
  const dealt = metrics.filter((metric) => needsReplicates(metric, pair));
  const excesses: Excess[] = [];
  const common = centreWords(pair);
  const distance = centreDistance(pair, common);
  const distances: number[] = [];
  const measure = (replicate: Pair, kind: keyof ReplicateLogs) => {
    for (const metric of dealt) {
      const estimate = metric.estimate(replicate);
      if ('value' in estimate) logs.get(metric.id)?.[kind].push(logRatio(estimate, metric.ratioOf));
    }
  };
  for (const replicate of exchanges(pair)) {
    measure(replicate, 'exchanges');
    const moved = excess(replicate);
    if (moved !== null) excesses.push(moved);
    distances.push(centreDistance(replicate, common));
  }
  for (const replicate of referenceSplits(pair)) measure(replicate, 'splits');
  return { logs, excesses, centre: centreLoss(distance, distances) };
}

/** Not where the metric knows its own error, or has nothing to say of the whole. */
function needsReplicates(metric: Metric, pair: Pair): boolean {
  const estimate = metric.estimate(pair);
  return 'value' in estimate && estimate.logError === undefined && estimate.counts === undefined;
}
