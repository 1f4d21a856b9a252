/** Source cards, the ledger that records them, and the lineage of what was made from them. */
export { cardHash } from './canonical.js';
export {
  checkCard,
  type Evidence,
  fractionOf,
  type Origin,
  parseCard,
  type SourceCard,
  unknownSource,
} from './card.js';
export {
  type ArchiveEntry,
  type BatchEntry,
  type CardEntry,
  cardEntry,
  isBacked,
  type LedgerEntry,
  type MixtureEntry,
} from './entries.js';
export { type AppendOptions, appendToLedger, currentCards, readLedger } from './ledger.js';
export type { LedgerRecord } from './ledger-lines.js';
