/** The lab: a loop that feeds on its own output, what learns in it, and the experiments on it. */

export { type NgramModel, type NgramOptions, trainNgram } from '../lm/ngram.js';
export { logProbabilities, perplexity } from '../lm/score-ngram.js';
export { parameterNames } from './check-experiment.js';
export { type Documents, documents } from './documents.js';
export { armsOf, type Experiment, experimentSchema } from './experiment.js';
export { readRatings } from './inputs/read-ratings.js';
export { readTable } from './inputs/read-table.js';
export { readTexts } from './inputs/read-texts.js';
export type { LabInput } from './lab-input.js';
export { sampleNgram } from './learners/sample-ngram.js';
export { experimentNames, type Loaded, loadExperiment, type Overrides } from './load-experiment.js';
export { type PieceCorpus, textOf, toPieces } from './piece-corpus.js';
export type { RunningArm } from './progress.js';
export { parseRegime, STEPS } from './regime.js';
export type { LabResult } from './result.js';
export { parseLabResult } from './result-schema.js';
export { type RunOptions, runExperiment } from './run.js';
export { readSpeeches, type Speech } from './speeches.js';
export { parseAxis, swept } from './sweep.js';
export { runChecks, type VerifiedRow } from './verify/run-checks.js';
export type { Kind, MetricInfo, Setup, World } from './world.js';
export { describeWorld, type WorldCard } from './world-card.js';
export { WORLDS } from './worlds/index.js';
