/** What a date in a standard says of an origin (see settle-origin.ts for the rule). */
import type { Evidence } from '../card.js';
import { CUT_OFF, DATE_WEIGHT, lastDay } from '../settle-origin.js';

/** `date` is an ISO date of any precision, or a time; `what` happened on it. */
export function dateEvidence(date: string, what: string, reference?: string): Evidence {
  const day = lastDay(date);
  const before = day !== null && day < CUT_OFF;
  return {
    kind: 'date',
    statement: `${what} ${date}, ${before ? 'before' : 'not before'} ${CUT_OFF}`,
    ...(before ? { supports: 'human' as const, weight: DATE_WEIGHT } : {}),
    ...(reference ? { reference } : {}),
  };
}
