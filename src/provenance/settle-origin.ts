/**
 * What a card may say of its origin. No evidence means unknown, never human; a date before the first widely used text
 * generator is evidence with a weight of its own, and no proof: machine text is older than that day, and a date can be wrong.
 */
import type { SourceCard } from './card.js';
import { isBacked } from './entries.js';

/** The day ChatGPT was released. */
export const CUT_OFF = '2022-11-30';

/** A convention, not a measurement: more than a bare declaration (0.5), less than certainty. */
export const DATE_WEIGHT = 0.8;

const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** The last day that `date` or `date/date` may mean, as `YYYY-MM-DD`; null where it is no ISO date. */
export function lastDay(collected: string): string | null {
  const [first, last = first, ...more] = collected.split('/');
  const [from, to] = [first, last].map((each) => each.replace(/T.*$/, ''));
  if (more.length > 0 || !DAY.test(from) || !DAY.test(to)) return null;
  const end = to + '-12-31'.slice(to.length - 4);
  return from > end ? null : end;
}

export interface Settled {
  card: SourceCard;
  /** What was changed against the card's words, with the remedy. */
  notes: string[];
}

/** The card with the evidence that its date gives, and with the origin that its evidence allows. */
export function settleOrigin(card: SourceCard, cutOff: string = CUT_OFF): Settled {
  const settled = { ...card, evidence: withDate(card, cutOff) };
  if (isBacked(settled)) return { card: settled, notes: [] };
  const note =
    `${card.id}: origin unknown, not ${card.origin}: there is no evidence for it. ` +
    `Add --evidence "how it is known", or --collected-at with a date before ${cutOff}`;
  return { card: { ...settled, origin: 'unknown', humanFraction: [0, 1] }, notes: [note] };
}

function withDate({ evidence, collectedAt, origin }: SourceCard, cutOff: string): SourceCard['evidence'] {
  const others = evidence.filter(({ kind, statement }) => kind !== 'date' || !OWN.test(statement));
  const day = collectedAt === undefined ? null : lastDay(collectedAt);
  if (day === null || day >= cutOff || origin === 'synthetic') return others;
  const statement = `collected ${collectedAt}, before ${cutOff}`;
  return [...others, { kind: 'date', statement, supports: 'human', weight: DATE_WEIGHT }];
}

/** What is written here and nowhere else, to be written anew with another date. */
const OWN = /^collected .+, before \d{4}-\d\d-\d\d$/;
