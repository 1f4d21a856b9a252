/**
 * The hashes of a profile, in plain BigInt arithmetic. docs/profile.md writes them down; the counting kernel
 * computes the same in WebAssembly. Own construction: one multiply-xorshift step absorbs eight bytes, and the
 * 64-bit finaliser of MurmurHash3 (Appleby 2011, public domain constants) ends a chain.
 *
 * All values are unsigned 64-bit integers.
 */
const MASK = (1n << 64n) - 1n;
export const K1 = 0x9e3779b97f4a7c15n;
export const K2 = 0xc2b2ae3d27d4eb4fn;
export const K3 = 0x165667b19e3779f9n;

/** Absorbs `b` into the chain `a`. Order matters; for a fixed `a` (or `b`) it is a bijection of the other. */
export function mix(a: bigint, b: bigint): bigint {
  let x = ((a * K1 + K3) & MASK) ^ b;
  x = ((x ^ (x >> 32n)) * K2) & MASK;
  return x ^ (x >> 29n);
}

/** Ends a chain: every bit of the result depends on every bit of `a`. A bijection. */
export function finish(a: bigint): bigint {
  let x = a;
  x = ((x ^ (x >> 33n)) * 0xff51afd7ed558ccdn) & MASK;
  x = ((x ^ (x >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK;
  return x ^ (x >> 33n);
}

/** Hash of bytes: little-endian words of eight bytes, the last one padded with zeros, then the length. */
export function hashBytes(bytes: Uint8Array, start: bigint): bigint {
  let h = start;
  for (let i = 0; i < bytes.length; i += 8) {
    let word = 0n;
    for (let j = Math.min(i + 8, bytes.length) - 1; j >= i; j--) word = (word << 8n) | BigInt(bytes[j]);
    h = mix(h, word);
  }
  return finish(h ^ BigInt(bytes.length));
}

/** Where the chains of a seed start. `seed` is a whole number of 0 … 2^53 - 1. */
export function hashStarts(seed: number): { token: bigint; text: bigint; digest: bigint } {
  const s = BigInt(seed);
  return { token: finish(mix(s, 1n)), text: finish(mix(s, 2n)), digest: finish(mix(s, 3n)) };
}
