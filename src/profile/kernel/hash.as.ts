// The hashes of hash.ts: a step of the chain, and its end.

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xc2b2ae3d27d4eb4f;
const K3: u64 = 0x165667b19e3779f9;

// @ts-ignore: decorator
@inline
export function mix(a: u64, b: u64): u64 {
  let x: u64 = (a * K1 + K3) ^ b;
  x = (x ^ (x >> 32)) * K2;
  return x ^ (x >> 29);
}

// @ts-ignore: decorator
@inline
export function finish(a: u64): u64 {
  let x = a;
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
  return x ^ (x >> 33);
}
