/** Cards that were read from standards go into `sources/` and the ledger. */
import { existsSync, readFileSync } from 'node:fs';
import { type Accepted, acceptCards, type CardWithText, cardPath } from '../accept-card.js';
import { cardHash } from '../canonical.js';
import { cardYaml } from '../card-yaml.js';
import type { AppendOptions } from '../ledger.js';
import { settleOrigin } from '../settle-origin.js';
import type { FoundRecord } from './read-paths.js';
import type { Fault } from './reading.js';

export interface Imported {
  accepted: Accepted[];
  /** Cards whose id another source has, left alone. */
  errors: Fault[];
  notes: string[];
}

/**
 * Accepts the cards of records, all in one group. A card whose id is taken by one that says something else is left alone
 * and is an error, unless `replace`.
 */
export async function importCards(
  store: string,
  records: readonly FoundRecord[],
  options: AppendOptions & { replace?: boolean },
): Promise<Imported> {
  const errors: Fault[] = [];
  const notes: string[] = [];
  const accepted = await acceptCards(
    store,
    (current) => {
      const wanted: CardWithText[] = [];
      for (const { card, where } of records) {
        const settled = settleOrigin(card);
        notes.push(...settled.notes);
        const old = current.get(card.id);
        if (old !== undefined && cardHash(old) !== cardHash(settled.card) && !options.replace) {
          const message = `another source has the id ${card.id}. --replace takes this one, --prefix keeps both`;
          errors.push({ where, message });
          continue;
        }
        const path = cardPath(store, card.id);
        const existing = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
        wanted.push({ card: settled.card, text: cardYaml(settled.card, existing) });
      }
      return wanted;
    },
    options,
  );
  return { accepted, errors, notes };
}
