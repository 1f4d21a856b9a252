/** Source cards, the ledger that records them, and the lineage of what was made from them. */
export { type Accepted, acceptCards, cardPath, cardsFolder, rootOf } from './accept-card.js';
export {
  type AddedSource,
  type AddOptions,
  acceptCardFile,
  addSource,
  type SourceWords,
} from './add-source.js';
export { cardHash } from './canonical.js';
export {
  checkCard,
  EVIDENCE_KINDS,
  type Evidence,
  fractionOf,
  ORIGINS,
  type Origin,
  parseCard,
  SOURCE_ID,
  type SourceCard,
  unknownSource,
} from './card.js';
export { cardYaml } from './card-yaml.js';
export {
  type ArchiveEntry,
  type BatchEntry,
  type CardEntry,
  cardEntry,
  isBacked,
  type LedgerEntry,
  type MixtureEntry,
} from './entries.js';
export { mixtureIn, sourceOfDocument } from './find-document.js';
export { type AppendOptions, appendToLedger, currentCards, readLedger, recordsOf } from './ledger.js';
export type { LedgerRecord } from './ledger-lines.js';
export { type Lineage, type LineageEdge, type LineageNode, lineageOf } from './lineage.js';
export { lineageDot, lineageMermaid } from './lineage-graph.js';
export { type QueryResult, queryLedger } from './query.js';
export { CUT_OFF, lastDay, settleOrigin } from './settle-origin.js';
export { keyId, readPublicKey, type SigningKey, signingKey } from './signing-key.js';
export { type SourceFault, type VerifiedSources, verifySources } from './verify-sources.js';
export { type Version, versionsOf } from './versions.js';
