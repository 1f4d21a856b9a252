/** The audit: compare two profiles. */
export { type AuditOptions, auditProfiles } from './audit.js';
export { diagnose, type Evidence, type TaskScore } from './diagnosis.js';
export type { AuditResult, Grade, Lineage, LostGram, MetricResult, Stage } from './result.js';
export { spellLost } from './spell-lost.js';
