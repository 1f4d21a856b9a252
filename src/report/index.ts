/** The reporters by name and by file extension: `(result, options) => string`, all pure. */
import { extname } from 'node:path';
import type { AuditResult } from '../audit/result.js';
import { UsageError } from '../util/errors.js';
import { didYouMean } from '../util/nearest.js';
import { github } from './github.js';
import { html } from './html/html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import type { ReportOptions } from './options.js';
import { plain } from './plain.js';
import { text } from './text.js';

export type Reporter = (result: AuditResult, options?: ReportOptions) => string;

export const REPORTERS = { text, plain, json, markdown, html, github, junit } satisfies Record<
  string,
  Reporter
>;

export type ReporterName = keyof typeof REPORTERS;

const EXTENSIONS: Record<string, ReporterName> = {
  '.json': 'json',
  '.md': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xml': 'junit',
  '.txt': 'text',
};

/** The reporter called `name`. Throws UsageError when there is none. */
export function reporterNamed(name: string): Reporter {
  if (Object.hasOwn(REPORTERS, name)) return REPORTERS[name as ReporterName];
  const names = Object.keys(REPORTERS);
  throw new UsageError(
    `--reporter ${name}: no such reporter.${didYouMean(name, names)} There are ${names.join(', ')}`,
  );
}

/** The reporter for an output file, by its extension. Throws UsageError for another extension. */
export function reporterForPath(path: string): Reporter {
  const name = EXTENSIONS[extname(path).toLowerCase()];
  if (name !== undefined) return REPORTERS[name];
  throw new UsageError(`--output ${path}: the extension decides the format: .json, .md, .html, .xml or .txt`);
}

export { checkHtml } from './check/html.js';
export { checkText } from './check/text.js';
export { COMPAT_REPORTERS, compatReporterForPath, compatReporterNamed } from './compat-report.js';
export { type AuditDiff, diffAudits } from './diff.js';
export { diffText } from './diff-text.js';
export { parseResult, stableJson } from './json.js';
export { compareLabs, compareText, type LabComparison } from './lab-compare.js';
export { comparedOf, controlOf } from './lab-control.js';
export { labJson } from './lab-json.js';
export { labText } from './lab-text.js';
export type { Explanation, ReportOptions } from './options.js';
export { verifyText } from './verify-text.js';
