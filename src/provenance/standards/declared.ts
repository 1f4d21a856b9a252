/**
 * What a document says about itself. gen0's own evidence and share travel in other standards under this namespace. They
 * come back as what the document declares: whoever can edit it can write them, so no weight above that of a declaration
 * survives, unless a signature was checked.
 */
import { ConfigError, DataError } from '../../util/errors.js';
import { checkCard, type Evidence, type Origin } from '../card.js';
import { isObject, originOf } from './reading.js';
import type { sourceType } from './source-type.js';

export const GEN0 = 'urn:gen0:';

/** The most that an unsigned document's word counts. */
const DECLARATION = 0.5;

/** Evidence that gen0 wrote into a document, or null where there is none. Throws DataError where it is malformed. */
export function carriedEvidence(value: unknown, signed = false): Evidence[] | null {
  const list = isObject(value) && Array.isArray(value['@value']) ? value['@value'] : value;
  if (list === undefined || list === null) return null;
  const evidence = evidenceOf(Array.isArray(list) ? list : [list]);
  if (signed) return evidence;
  return evidence.map((each) =>
    each.weight !== undefined && each.weight > DECLARATION ? { ...each, weight: DECLARATION } : each,
  );
}

function evidenceOf(list: unknown[]): Evidence[] {
  try {
    return checkCard({ id: 'x', origin: 'unknown', evidence: list }, () => 'evidence').evidence;
  } catch (error) {
    if (error instanceof DataError || error instanceof ConfigError)
      throw new DataError(`gen0's evidence in it is malformed: ${error.message}`);
    throw error;
  }
}

/** The origin that evidence and a declared source type give together; synthetic is never outvoted, only mixed. */
export function joinedOrigin(evidence: readonly Evidence[], type: ReturnType<typeof sourceType>): Origin {
  return originOf(
    type === null ? evidence : [...evidence, { kind: 'iptc', statement: type.code, supports: type.origin }],
  );
}

/**
 * Evidence that travelled with a document, and of what the document declares besides that which says something new: a
 * word for synthetic must not get lost, whatever else stands there.
 */
export function joinEvidence(carried: Evidence[] | null, declared: readonly Evidence[]): Evidence[] {
  if (carried === null) return [...declared];
  const said = new Set(carried.map(({ supports }) => supports));
  return [...carried, ...declared.filter(({ supports }) => supports !== undefined && !said.has(supports))];
}

/** A share that a document gives; human and synthetic mean theirs. */
export function isFraction(value: unknown, origin: Origin): value is [number, number] {
  return (
    (origin === 'mixed' || origin === 'unknown') &&
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((each) => typeof each === 'number')
  );
}

/** What an earlier standard said, which gen0 sent along. */
export function carriedUnmapped(value: unknown): Record<string, unknown> {
  const bare = isObject(value) && isObject(value['@value']) ? value['@value'] : value;
  return isObject(bare) ? bare : {};
}
