/** Drafts against the writer's own texts. */
export { type CheckOptions, checkDrafts } from './check.js';
export type { NamedText } from './prepare.js';
export type * from './result.js';
