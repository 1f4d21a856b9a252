/** Digest algorithms by OCFL's names (section 3.4, and extension 0009-digest-algorithms). */

/** Length of the digest in hex digits; null for what is no digest of fixed length. */
const LENGTHS: Record<string, number | null> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha512: 128,
  'blake2b-512': 128,
  'blake2b-160': 40,
  'blake2b-256': 64,
  'blake2b-384': 96,
  'sha512/256': 64,
  size: null,
};

/** Node's names for those it computes; others are ignored, as OCFL asks of clients. */
const NODE_NAMES: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha512: 'sha512',
  'blake2b-512': 'blake2b512',
  'sha512/256': 'sha512-256',
};

export function isKnownAlgorithm(name: string): boolean {
  return Object.hasOwn(LENGTHS, name);
}

/** Name for `createHash`, or null where Node has none. */
export function nodeAlgorithm(name: string): string | null {
  return Object.hasOwn(NODE_NAMES, name) ? NODE_NAMES[name] : null;
}

/** Whether a text can be a digest of the algorithm: hex, of the right length. */
export function isDigest(text: string, algorithm: string): boolean {
  const length = Object.hasOwn(LENGTHS, algorithm) ? LENGTHS[algorithm] : null;
  return length === null || (text.length === length && /^[0-9a-f]+$/i.test(text));
}
