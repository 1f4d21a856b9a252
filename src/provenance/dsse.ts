/**
 * Signed statements: an in-toto Statement v1 (https://in-toto.io/Statement/v1) in a DSSE v1 envelope
 * (https://github.com/secure-systems-lab/dsse), signed with Ed25519.
 *
 * What is signed is the PAE, `DSSEv1 <length> <type> <length> <body>` with lengths in bytes: the type is under the
 * signature too. DSSE calls the key id a hint that nobody may trust; we write the SHA-256 of the key, so an id that
 * is not that of the key which made the signature is a forgery or an accident, and refused. Base64 is read in its one
 * canonical form, so that no bit of an envelope can change unseen.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import { DataError } from '../util/errors.js';
import { parseJson } from '../util/strict-json.js';
import { keyId, type SigningKey } from './signing-key.js';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** What a statement is about: a file by its digests (algorithm to lower-case hex). */
export interface Subject {
  name?: string;
  uri?: string;
  digest: Record<string, string>;
}

export interface Statement {
  _type: typeof STATEMENT_TYPE;
  subject: Subject[];
  /** URI that says how `predicate` is to be read. */
  predicateType: string;
  predicate?: Record<string, unknown>;
}

export interface Envelope {
  payloadType: string;
  /** Base64 of the statement's JSON. */
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

/** Signs a statement; a DataError says what is wrong with one that could not be read back. */
export function signStatement(statement: Statement, key: SigningKey): Envelope {
  const body = Buffer.from(JSON.stringify(statement));
  checkStatement(parseJson(body.toString(), 'statement'), 'statement');
  return {
    payloadType: PAYLOAD_TYPE,
    payload: body.toString('base64'),
    signatures: [
      {
        keyid: key.id,
        sig: sign(null, preAuthEncoding(PAYLOAD_TYPE, body), key.privateKey).toString('base64'),
      },
    ],
  };
}

/**
 * The statement of an envelope (its JSON text, or parsed), if one of `publicKeys` signed it, none of the signatures
 * that claim one of them is false, and no key signed twice. Signatures by keys that are not given do not count.
 * Throws DataError with the reason for anything else. `shown` names the envelope in errors.
 */
export function verifyEnvelope(
  envelope: unknown,
  publicKeys: readonly KeyObject[],
  shown = 'envelope',
): Statement {
  signersOf(envelope, publicKeys, shown);
  return unverifiedStatement(envelope, shown);
}

/** Ids of the given keys that signed an envelope, at least one. Throws DataError as verifyEnvelope does. */
export function signersOf(envelope: unknown, publicKeys: readonly KeyObject[], shown = 'envelope'): string[] {
  const { payload, payloadType, signatures } = readEnvelope(envelope, shown);
  if (publicKeys.length === 0) throw new DataError(`${shown}: no public key to verify it with`);
  for (const { type, asymmetricKeyType } of publicKeys) {
    if (type !== 'public' || asymmetricKeyType !== 'ed25519')
      throw new DataError(
        `${shown}: verified with a public Ed25519 key, not with a ${type} ${asymmetricKeyType}`,
      );
  }
  const keys = new Map(publicKeys.map((key) => [keyId(key), key]));
  const body = decodeBase64(payload, `${shown}: payload`);
  const signed = preAuthEncoding(payloadType, body);
  const by = new Set<string>();
  for (const { keyid, sig } of signatures) {
    const bytes = decodeBase64(sig, `${shown}: signature`);
    const maker = [...keys].find(([, key]) => bytes.length === 64 && verify(null, signed, key, bytes))?.[0];
    if (keyid && keyid !== maker && (maker !== undefined || keys.has(keyid))) {
      throw new DataError(
        maker === undefined
          ? `${shown}: the signature is not by key ${keyid}, which it names; the statement or the signature was changed`
          : `${shown}: the signature names key ${keyid} and is by key ${maker}; the key id is forged`,
      );
    }
    if (maker === undefined) continue;
    if (by.has(maker)) throw new DataError(`${shown}: two signatures by key ${maker}`);
    by.add(maker);
  }
  if (by.size === 0) {
    throw new DataError(
      `${shown}: not signed by ${keys.size === 1 ? `key ${[...keys.keys()]}` : 'a key given'}`,
    );
  }
  return [...by];
}

/** The statement of an envelope without looking at who signed it: to show, never to rely on. */
export function unverifiedStatement(envelope: unknown, shown = 'envelope'): Statement {
  return statementOf(decodeBase64(readEnvelope(envelope, shown).payload, `${shown}: payload`), shown);
}

/** The bytes that are signed. */
export function preAuthEncoding(type: string, body: Uint8Array): Uint8Array {
  const name = Buffer.from(type);
  return Buffer.concat([Buffer.from(`DSSEv1 ${name.length} `), name, Buffer.from(` ${body.length} `), body]);
}

/** Checks the form of an envelope. */
function readEnvelope(envelope: unknown, shown: string): Envelope {
  const fault = (what: string) =>
    new DataError(`${shown}: no DSSE envelope of an in-toto statement: ${what}`);
  const data = typeof envelope === 'string' ? parseJson(envelope, shown) : envelope;
  onlyKeys(data, ['payloadType', 'payload', 'signatures'], fault);
  const { payloadType, payload, signatures } = data;
  if (payloadType !== PAYLOAD_TYPE)
    throw fault(`payloadType is ${JSON.stringify(payloadType)}, not ${PAYLOAD_TYPE}`);
  if (typeof payload !== 'string') throw fault('payload is no text');
  if (!Array.isArray(signatures) || signatures.length === 0) throw fault('no signatures');
  for (const each of signatures) {
    onlyKeys(each, ['keyid', 'sig'], fault);
    if (typeof each.sig !== 'string') throw fault('a signature without sig');
    if (each.keyid !== undefined && typeof each.keyid !== 'string') throw fault('a keyid that is no text');
  }
  return { payloadType, payload, signatures };
}

function onlyKeys(
  data: unknown,
  allowed: string[],
  fault: (what: string) => DataError,
): asserts data is Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw fault('not an object');
  for (const key of Object.keys(data))
    if (!allowed.includes(key)) throw fault(`unknown key ${JSON.stringify(key)}`);
}

function statementOf(body: Uint8Array, shown: string): Statement {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new DataError(`${shown}: the payload is not UTF-8`);
  }
  return checkStatement(parseJson(text, `${shown}: payload`), shown);
}

/** in-toto tells readers to ignore fields they do not know; what they must know is checked. */
function checkStatement(data: unknown, shown: string): Statement {
  const fault = (what: string) => new DataError(`${shown}: no in-toto statement: ${what}`);
  if (typeof data !== 'object' || data === null) throw fault('not an object');
  const { _type, subject, predicateType, predicate } = data as Record<string, unknown>;
  if (_type !== STATEMENT_TYPE) throw fault(`_type is ${JSON.stringify(_type)}, not ${STATEMENT_TYPE}`);
  if (!Array.isArray(subject) || subject.length === 0) throw fault('no subject');
  for (const each of subject as unknown[]) {
    const digest = (each as Partial<Subject> | null)?.digest;
    const values = typeof digest === 'object' && digest !== null ? Object.values(digest) : [];
    if (values.length === 0) throw fault('a subject without digest');
    for (const value of values) {
      if (typeof value !== 'string' || !/^[0-9a-f]+$/.test(value))
        throw fault('a digest that is no lower-case hex');
    }
  }
  if (typeof predicateType !== 'string' || !URL.canParse(predicateType))
    throw fault('predicateType is no URI');
  if (
    predicate !== undefined &&
    (typeof predicate !== 'object' || predicate === null || Array.isArray(predicate))
  )
    throw fault('predicate is no object');
  return data as Statement;
}

/** Bytes of standard base64 with padding. `Buffer.from` skips what it does not know, so the way back is compared. */
function decodeBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new DataError(`${what}: no canonical base64`);
  return bytes;
}
