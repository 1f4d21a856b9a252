/** The public API: profiles in, one result object out, and its renderings. Subpaths have the rest. */
export { type AuditOptions, auditProfiles } from './audit/audit.js';
export type * from './audit/result.js';
export { type CheckOptions, type CheckResult, checkDrafts, type NamedText } from './check/index.js';
export { METRICS } from './metrics/index.js';
export {
  loadProfile,
  mergeProfiles,
  type Profile,
  type ProfileOptions,
  profileCorpus,
  saveProfile,
} from './profile/index.js';
export { parseResult, REPORTERS } from './report/index.js';
export { ConfigError, DataError, UsageError } from './util/errors.js';
