/** The lab: a loop that feeds on its own output, what learns in it, and the experiments on it. */

export { type NgramModel, type NgramOptions, trainNgram } from '../lm/ngram.js';
export { logProbabilities, perplexity } from '../lm/score-ngram.js';
export { readSpeeches, type Speech } from './demo/speeches.js';
export { parameterNames } from './experiments/check-experiment.js';
export { armsOf, type Experiment, experimentSchema } from './experiments/experiment.js';
export {
  experimentNames,
  type Loaded,
  loadExperiment,
  type Overrides,
} from './experiments/load-experiment.js';
export type { LabResult } from './experiments/result.js';
export { parseLabResult } from './experiments/result-schema.js';
export { readImages } from './inputs/read-images.js';
export { readRatings } from './inputs/read-ratings.js';
export { readTable } from './inputs/read-table.js';
export { readTexts } from './inputs/read-texts.js';
export type { LabInput } from './lab-input.js';
export { sampleNgram } from './learners/sample-ngram.js';
export type { FitHost } from './learners/train-network.js';
export { parseRegime, STEPS } from './loop/regime.js';
export type { RunningArm } from './run/progress.js';
export { type RunOptions, runExperiment } from './run/run.js';
export { parseAxis, swept } from './run/sweep.js';
export { type Documents, documents } from './text/documents.js';
export { type PieceCorpus, textOf, toPieces } from './text/piece-corpus.js';
export { runChecks, type VerifiedRow } from './verify/run-checks.js';
export type { Kind, MetricInfo, Setup, World } from './world.js';
export { describeWorld, type WorldCard } from './world-card.js';
export { WORLDS } from './worlds/index.js';
