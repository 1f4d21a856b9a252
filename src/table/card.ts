/** What a metric of a table or of images measures, and how it is judged: the metric without its estimator. */
import type { Metric } from '../metrics/metric.js';

export type Card = Omit<Metric, 'biased' | 'estimate'>;

/** The group is the part of the id before the slash; most cards say that low is bad, of the value itself. */
export function card(
  id: string,
  title: string,
  rest: Omit<Card, 'id' | 'title' | 'group' | 'direction' | 'ratioOf'> &
    Partial<Pick<Card, 'direction' | 'ratioOf'>>,
): Card {
  const group = id.slice(0, id.indexOf('/')) as Card['group'];
  return { id, group, title, direction: 'low', ratioOf: 'value', ...rest };
}

/** The card of a metric's id, with or without its member, as the column of `tails/numbers:age`. */
export function cardAmong(cards: Record<string, Card>, id: string): Card | undefined {
  const family = id.includes(':') ? id.slice(0, id.indexOf(':')) : id;
  return Object.values(cards).find((each) => each.id === family);
}
