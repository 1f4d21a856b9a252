/** A plain text with a C2PA manifest in it. */
import type { Evidence } from '../card.js';
import { c2paEvidence, c2paFinding, c2paParts } from './c2pa.js';
import { findTextWrappers } from './c2pa-text.js';
import { idOf, makeCard, originOf, type Reading, readingOf } from './reading.js';

/** The hard binding is over the text, and c2pa-rs sees only the manifest: what it says of that is no finding. */
const BINDING = 'assertion.dataHash.mismatch';

/**
 * Reads a text. `report` is what the C2PA reader says of its first whole manifest, or null where there is none to ask.
 * Whether the manifest belongs to this text is not checked, so it cannot speak for a human hand: anyone can paste one.
 */
export function readC2paText(text: string, shown: string, report: Record<string, unknown> | null): Reading {
  const wrappers = findTextWrappers(text);
  const evidence: Evidence[] = [];
  const unbound = report === null ? null : unbind(report);
  const finding = unbound === null ? null : c2paFinding(unbound);
  if (finding !== null) {
    for (const { supports, ...each } of c2paEvidence(finding)) {
      const statement = `${each.statement}; its binding to the text was not checked`;
      evidence.push({ ...each, statement, ...(supports && supports !== 'human' ? { supports } : {}) });
    }
  }
  for (const { fault } of wrappers) {
    if (fault !== null) evidence.push({ kind: 'c2pa', statement: `a damaged C2PA text wrapper: ${fault}` });
  }
  if (wrappers.length > 1) {
    evidence.push({
      kind: 'c2pa',
      statement: `${wrappers.length} C2PA text wrappers; the standard permits one`,
    });
  }
  if (evidence.length === 0) evidence.push({ kind: 'c2pa', statement: 'a C2PA text wrapper, not read' });
  const parts = finding === null || unbound === null ? {} : c2paParts(unbound, finding, evidence);
  const name = shown.split('/').at(-1) ?? shown;
  return readingOf([
    makeCard({ ...parts, id: idOf('text', name), origin: originOf(evidence), evidence }, shown),
  ]);
}

function unbind(report: Record<string, unknown>): Record<string, unknown> {
  const drop = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((each) => each?.code !== BINDING).map(drop);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, drop(inner)]));
  };
  const { validation_state, validation_status, validation_results, ...rest } = report;
  const kept = { validation_status: drop(validation_status), validation_results: drop(validation_results) };
  // The state counts the binding in; ours comes of what is left.
  return {
    ...rest,
    ...kept,
    validation_state: validation_state === 'Trusted' ? validation_state : undefined,
  };
}
