/** The registry: every metric, in the order in which reports show them. */
import { compression } from './compression.js';
import { coverage } from './coverage.js';
import { distinct } from './distinct.js';
import { duplicates } from './duplicates.js';
import { entropy } from './entropy.js';
import { gained } from './gained.js';
import { groupCoverage } from './group-coverage.js';
import { groups } from './groups.js';
import { hapax } from './hapax.js';
import { js } from './js.js';
import { length } from './length.js';
import { loops } from './loops.js';
import type { Metric } from './metric.js';
import { nearDuplicates } from './near-duplicates.js';
import { centrePerplexity, tailPerplexity } from './perplexity.js';
import { rareMass } from './rare-mass.js';
import { representation } from './representation.js';
import { semanticDiversity } from './semantic-diversity.js';
import { semanticDrift } from './semantic-drift.js';
import { simplicity } from './simplicity.js';
import { syntax } from './syntax.js';
import { templates } from './templates.js';
import { termRates } from './term-rates.js';
import { topics } from './topics.js';
import { vocabularyGrowth } from './vocabulary-growth.js';

export const METRICS: readonly Metric[] = [
  coverage,
  rareMass,
  hapax,
  tailPerplexity,
  topics,
  groups,
  groupCoverage,
  distinct(1),
  distinct(2),
  distinct(3),
  distinct(4),
  entropy,
  vocabularyGrowth,
  compression,
  syntax,
  semanticDiversity,
  length,
  centrePerplexity,
  simplicity,
  loops,
  duplicates,
  nearDuplicates,
  templates,
  js,
  gained,
  semanticDrift,
  representation,
  termRates,
];

export type { Estimate, Insufficient, Metric, Skipped } from './metric.js';
