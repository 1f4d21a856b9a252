/**
 * The result as JSON with stable bytes: keys in the order of the schema, two spaces, and numbers that are not
 * integers at six significant digits, so that the last bits of a sum never show.
 */
import type { AuditResult } from '../audit/result.js';
import { DataError } from '../util/errors.js';
import { auditResultSchema } from './schema.js';

/** Canonical JSON, ending with a newline. */
export function json(result: AuditResult): string {
  return stableJson(auditResultSchema.parse(result));
}

/**
 * Two-space JSON of any plain data with numbers rounded as above; keys stay in their order. What lies below `compat`
 * keeps all its digits: it is there to be compared with other tools' output.
 */
export function stableJson(data: unknown): string {
  return `${JSON.stringify(rounded(data), null, 2)}\n`;
}

function rounded(data: unknown): unknown {
  if (typeof data === 'number') return Number.isInteger(data) ? data : Number(data.toPrecision(6));
  if (Array.isArray(data)) return data.map(rounded);
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, key === 'compat' ? value : rounded(value)]),
  );
}

/** Reads a result back; `path` is named in the error. */
export function parseResult(content: string, path: string): AuditResult {
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    throw new DataError(
      `${path}: not an audit: no valid JSON. Give an id from .gen0/audits or a result.json`,
    );
  }
  const version = (data as { schema?: unknown } | null)?.schema;
  if (typeof version === 'number' && version > 1) {
    throw new DataError(
      `${path}: written by a newer gen0 (result schema ${version}); update gen0 to read it`,
    );
  }
  const parsed = auditResultSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new DataError(`${path}: not an audit of gen0${where}: ${issue.message}. Run gen0 audit again`);
}
