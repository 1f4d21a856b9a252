/**
 * Source cards as in-toto statements (see ../dsse.ts): the subject are the source's files by their hash, the predicate is
 * the card, whole. Signed, it says who answers for the card. A statement is read only where its signature holds; of
 * statements with another predicate a card keeps the subjects, and the predicate unmapped.
 */
import type { KeyObject } from 'node:crypto';
import { DataError } from '../../util/errors.js';
import { parseJson } from '../../util/strict-json.js';
import { cardHash } from '../canonical.js';
import { checkCard, type SourceCard } from '../card.js';
import {
  PAYLOAD_TYPE,
  STATEMENT_TYPE,
  type Statement,
  type Subject,
  signersOf,
  signStatement,
  verifyEnvelope,
} from '../dsse.js';
import type { SigningKey } from '../signing-key.js';
import { GEN0 } from './declared.js';
import { idOf, isObject, makeCard, type Reading, readingOf, restOf } from './reading.js';

export const CARD_PREDICATE = `${GEN0}source-card:1`;

/** Whether a parsed JSON document is an envelope, or a statement outside of one. */
export function isInToto(data: unknown): boolean {
  if (!isObject(data)) return false;
  if (typeof data.payload === 'string' && typeof data.payloadType === 'string') return true;
  return typeof data._type === 'string' && data._type.startsWith('https://in-toto.io/Statement/');
}

/** Reads an envelope that one of `keys` signed. Throws DataError with the reason for any other. */
export function readInToto(text: string, shown: string, keys: readonly KeyObject[]): Reading {
  const envelope = parseJson(text, shown);
  if (isObject(envelope) && typeof envelope._type === 'string') {
    throw new DataError(
      `${shown}: a statement without an envelope: nobody signed it. gen0 reads ${PAYLOAD_TYPE} in DSSE`,
    );
  }
  if (keys.length === 0) {
    throw new DataError(
      `${shown}: signed, and no key to check it with. Give the signer's public key: --key key.pem`,
    );
  }
  const statement = verifyEnvelope(envelope, keys, shown);
  const [keyId] = signersOf(envelope, keys, shown);
  const { predicate = {}, subject, predicateType } = statement;
  if (predicateType !== CARD_PREDICATE) return readingOf([foreignCard(statement, keyId, shown)]);
  const card = checkCard(predicate.card, () => shown);
  if (!subject.some(({ digest }) => digests(card).includes(digest.sha256))) {
    throw new DataError(`${shown}: its subject is not the source of its card ${card.id}`);
  }
  const by = card.attestation?.by ?? 'the holder of the key';
  return readingOf([{ ...card, attestation: { by, keyId } }]);
}

function foreignCard(
  { subject, predicateType, predicate, ...rest }: Statement,
  keyId: string,
  shown: string,
): SourceCard {
  const [first] = subject;
  return makeCard(
    {
      id: idOf(first.name ?? first.uri ?? Object.values(first.digest)[0]),
      title: first.name,
      origin: 'unknown',
      sha256:
        subject.length === 1 && /^[0-9a-f]{64}$/.test(first.digest.sha256 ?? '')
          ? first.digest.sha256
          : undefined,
      attestation: { by: 'the holder of the key', keyId },
      unmapped: { predicateType, predicate, subject, ...restOf(rest, ['_type']) },
    },
    shown,
  );
}

/** Hashes that stand for a source: of its files, of them together, of its card. */
function digests(card: SourceCard): (string | undefined)[] {
  return [...card.files.map(({ sha256 }) => sha256), card.sha256, cardHash(withoutKey(card))].filter(Boolean);
}

/** The card as it was before its signer was noted in it. */
function withoutKey(card: SourceCard): SourceCard {
  const { attestation, ...rest } = card;
  return attestation === undefined ? rest : { ...rest, attestation: { by: attestation.by } };
}

/** A card as a signed statement. */
export function writeInToto(card: SourceCard, key: SigningKey): string {
  const plain = withoutKey(card);
  const subject: Subject[] = plain.files.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } }));
  if (subject.length === 0)
    subject.push({ name: plain.id, digest: { sha256: plain.sha256 ?? cardHash(plain) } });
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: CARD_PREDICATE,
    predicate: { card: plain },
  };
  return `${JSON.stringify(signStatement(statement, key), null, 2)}\n`;
}
