/** Training mixtures with a human share that holds. */

export { STATEMENT_FILE } from '../corpus/find-files.js';
export type { Fault, Nearest } from './allocate.js';
export { type MixConfig, mixSchema, parseMix } from './config.js';
export { dryRun } from './dry-run.js';
export { LEARNERS, type Learner } from './forecast.js';
export { lookAhead, type Outlook } from './outlook.js';
export {
  type HumanShare,
  type MixPlan,
  type PlannedSource,
  type PlanSettings,
  SHARD_TOKENS,
} from './plan.js';
export type { Mixture } from './statement.js';
export { usedUpTo } from './used-up-to.js';
export { type MixFault, readStatement, type Verified, type VerifySettings, verifyMixture } from './verify.js';
export { keptStatements, type WriteSettings, type Written, writeMixture } from './write.js';
