/**
 * Signed notes (https://c2sp.org/signed-note) with Ed25519: text, an empty line, and lines `— name base64(id, signature)`.
 * Notes are read in their one canonical form, so that no bit of them can change unseen.
 */
import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { DataError } from '../../util/errors.js';
import { decodeBase64 } from './base64.js';

/** The note's type byte of Ed25519. */
const ED25519 = 1;
/** More signatures than any witness network asks for; more are refused unread. */
const MAX_SIGNATURES = 100;

/** Who signs: a name without spaces and plus signs, and a key. */
export interface NoteKey {
  name: string;
  publicKey: KeyObject;
}

/** Signs `text`, which ends in a newline and holds no control characters. */
export function signNote(text: string, { name, publicKey }: NoteKey, privateKey: KeyObject): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  const line = Buffer.concat([noteKeyId(name, publicKey), signature]).toString('base64');
  return `${text}\n— ${name} ${line}\n`;
}

/**
 * The text of a note that `key` signed. Lines of other keys are passed over, as the specification wants. Throws
 * DataError with the reason for every other note. `shown` names it in errors.
 */
export function openNote(note: string, key: NoteKey, shown: string): string {
  const fail = (why: string): never => {
    throw new DataError(`${shown}: ${why}`);
  };
  if (/[\0-\t\v-\x1f]/.test(note) || note.includes('\ufffd'))
    fail('holds characters that no signed note may hold');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) fail('is no signed note: an empty line and signatures are missing');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) fail(`has more than ${MAX_SIGNATURES} signatures`);
  const id = noteKeyId(key.name, key.publicKey);
  let signed = false;
  const seen = new Set<string>();
  for (const line of lines) {
    const parts = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line);
    const bytes = parts && decodeBase64(parts[2]);
    if (!parts || !bytes || bytes.length < 5)
      return fail(`a signature is malformed: ${JSON.stringify(line.slice(0, 80))}`);
    if (parts[1] !== key.name || !bytes.subarray(0, 4).equals(id)) continue;
    if (seen.has(line)) fail('a signature stands twice');
    seen.add(line);
    if (!verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4))) {
      fail(`the signature of ${key.name} is false: the text or the signature was altered`);
    }
    signed = true;
  }
  if (!signed) fail(`is not signed by ${key.name} with the key given`);
  return text;
}

/** First four bytes of SHA-256(name, newline, type, key). */
function noteKeyId(name: string, key: KeyObject): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(rawKey(key))
    .digest()
    .subarray(0, 4);
}

/** The 32 bytes of RFC 8032: the end of the SPKI encoding. */
function rawKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(-32);
}

/** `name+id+base64(type, key)`, as other readers of signed notes take a verifier's key. */
export function verifierKey({ name, publicKey }: NoteKey): string {
  const key = Buffer.concat([Buffer.from([ED25519]), rawKey(publicKey)]).toString('base64');
  return `${name}+${noteKeyId(name, publicKey).toString('hex')}+${key}`;
}
