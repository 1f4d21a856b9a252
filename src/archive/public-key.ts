/** The public key that a log is checked with: one that the user brings, or the store's. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyId, readPublicKey, type SigningKey } from '../provenance/signing-key.js';

export interface KeyOption {
  /** Key to check signatures with; the store's by default. */
  publicKey?: KeyObject;
}

/** The key and its id, or null where the store has none. Throws DataError where the store's cannot be read. */
export function publicKeyOf(
  store: string,
  { publicKey }: KeyOption,
): Pick<SigningKey, 'publicKey' | 'id'> | null {
  const key = publicKey ?? storedKey(store);
  return key && { publicKey: key, id: keyId(key) };
}

function storedKey(store: string): KeyObject | null {
  const path = join(store, 'keys', 'signing.pub.pem');
  if (existsSync(path)) return readPublicKey(path);
  const secret = join(store, 'keys', 'signing.pem');
  return existsSync(secret) ? createPublicKey(readFileSync(secret)) : null;
}
