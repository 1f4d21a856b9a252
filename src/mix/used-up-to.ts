/** For the strategy `fresh`: how far the mixtures of a store have come in each source. */
import { unverifiedStatement } from '../provenance/dsse.js';
import { mixtureOf } from './statement.js';

/** `statements`: the envelopes of earlier mixtures, as the ledger vouches for them. The highest key by source. */
export function usedUpTo(statements: readonly string[]): Map<string, number> {
  const used = new Map<string, number>();
  for (const text of statements) {
    const { mixture } = mixtureOf(unverifiedStatement(text), 'a mixture of the store');
    for (const { name, takenUpTo } of mixture.sources) {
      if (takenUpTo !== undefined) used.set(name, Math.max(used.get(name) ?? -1, takenUpTo));
    }
  }
  return used;
}
