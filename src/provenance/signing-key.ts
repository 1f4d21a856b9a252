/**
 * The store's Ed25519 key (RFC 8032): it signs the checkpoints of the archive's log and the statements of mixtures. Made
 * at the first need in `<store>/keys/`: `signing.pem` (PKCS #8, readable by its owner alone) and `signing.pub.pem`,
 * which others verify with. Whoever keeps the private key elsewhere puts it there before.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../util/durable.js';
import { DataError } from '../util/errors.js';

export interface SigningKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** SHA-256 of the public key (SPKI, DER), in hex. */
  id: string;
}

/** The key of a store, made where there is none. Two processes at once get the same. */
export function signingKey(store: string): SigningKey {
  const path = join(store, 'keys', 'signing.pem');
  if (!existsSync(path)) {
    mkdirSync(join(store, 'keys'), { recursive: true });
    const temporary = `${path}.tmp-${process.pid}`;
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(temporary, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flush: true,
    });
    try {
      linkSync(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(readFileSync(path));
  } catch (error) {
    throw new DataError(
      `${path}: no private key: ${(error as Error).message}. Put the key back, or remove it for a new one`,
    );
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new DataError(`${path}: an ${privateKey.asymmetricKeyType} key; gen0 signs with Ed25519`);
  }
  const publicKey = createPublicKey(privateKey);
  const shared = join(store, 'keys', 'signing.pub.pem');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  if (!existsSync(shared) || readFileSync(shared, 'utf8') !== pem) replaceFile(shared, pem);
  return { privateKey, publicKey, id: keyId(publicKey) };
}

/** A public key from PEM. Throws DataError where it is none, or no Ed25519. */
export function readPublicKey(path: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(readFileSync(path));
  } catch (error) {
    throw new DataError(
      `${path}: no public key: ${(error as Error).message}. Give a PEM file such as signing.pub.pem`,
    );
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new DataError(`${path}: an ${key.asymmetricKeyType} key; Ed25519 is needed`);
  return key;
}

export function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
