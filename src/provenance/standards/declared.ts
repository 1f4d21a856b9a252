/**
 * What a document says about itself. gen0's own evidence and share travel in other standards under this namespace. They
 * come back as what the document declares: whoever can edit it can write them, so no weight above that of a declaration
 * survives, unless a signature was checked.
 */
import { ConfigError, DataError } from '../../util/errors.js';
import { checkCard, type Evidence, ORIGINS, type Origin } from '../card.js';
import { DATE_WEIGHT } from '../settle-origin.js';
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
  // A date weighs what it weighs in any card: it decides nothing alone.
  return evidence.map((each) => {
    const most = each.kind === 'date' ? DATE_WEIGHT : DECLARATION;
    return each.weight !== undefined && each.weight > most ? { ...each, weight: most } : each;
  });
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

/** What a document says of an origin, in the standard's words and in ours. */
export interface Declared {
  /** By the standard's own fields. */
  evidence: readonly Evidence[];
  type: ReturnType<typeof sourceType>;
  /** What gen0 sent along. */
  carried: { origin: unknown; evidence: Evidence[] | null };
}

/**
 * Evidence and origin of a document. Of one that gen0 wrote they are those of the card, but a word for synthetic that
 * stands beside them and says something new must not get lost, and makes of human and unknown what it says.
 */
export function settleDeclared({ evidence, type, carried }: Declared): {
  evidence: Evidence[];
  origin: Origin;
} {
  const typed: Evidence[] =
    type === null ? [] : [{ kind: 'iptc', statement: type.code, supports: type.origin }];
  const own = ORIGINS.find((each) => each === carried.origin);
  const sent = carried.evidence ?? (own === undefined ? null : []);
  if (sent === null) {
    return { evidence: [...evidence], origin: originOf([...evidence, ...typed]) };
  }
  const said = new Set(sent.map(({ supports }) => supports));
  const news = evidence.filter(({ supports }) => supports !== undefined && !said.has(supports));
  const all = [...sent, ...news];
  const joined = originOf([...all, ...typed]);
  if (own === undefined) return { evidence: all, origin: joined };
  const against = originOf([...news, ...typed]);
  if (against !== 'synthetic' && against !== 'mixed') return { evidence: all, origin: own };
  return { evidence: all, origin: own === 'human' ? 'mixed' : own === 'unknown' ? joined : own };
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
