/** Signatures without counts: the kernel's tokens and shingles alone, for those who look for copies only. */
import { openKernel } from './open-kernel.js';
import type { TokeniserName } from './profile.js';
import { SHINGLE, SIGNATURE_BYTES } from './signature.js';

export interface SignedText {
  /** Low and high word of the text's 64-bit hash, the same as a profile's. */
  low: number;
  high: number;
  tokens: number;
  /** 64 bytes; valid until the next call. */
  signature: Uint8Array;
  /** Whether it repeats itself as a stuck generator does (loops.ts); false unless the signer looks for that. */
  loops: boolean;
}

export interface Signer {
  sign(text: string): SignedText;
  /** The distinct shingles of a text, as ascending 64-bit hashes. */
  shingles(text: string): BigUint64Array;
}

export interface SignerOptions {
  tokeniser: TokeniserName;
  seed: number;
  /** Look for loops too. Default false. */
  loops?: boolean;
}

export function newSigner({ tokeniser, seed, loops = false }: SignerOptions): Signer {
  const { kernel, put, putNormal } = openKernel(tokeniser, seed, 0);
  kernel.signaturesOnly();
  if (loops) kernel.withLoops();
  const begin = (text: string): number => {
    const bytes = put(text);
    kernel.begin(bytes);
    return putNormal(text, bytes);
  };
  const row = kernel.signaturesAt() >>> 0;
  const flagsOf = () => new DataView(kernel.memory.buffer).getUint32(row - 4, true);
  const tokensOf = () => new DataView(kernel.memory.buffer).getUint32(row - 8, true);
  const signed: SignedText = {
    low: 0,
    high: 0,
    tokens: 0,
    signature: new Uint8Array(SIGNATURE_BYTES),
    loops: false,
  };
  return {
    sign(text) {
      kernel.count(begin(text));
      const { buffer } = kernel.memory;
      if (signed.signature.buffer !== buffer) signed.signature = new Uint8Array(buffer, row, SIGNATURE_BYTES);
      const hash = kernel.hashOfText();
      signed.low = Number(BigInt.asUintN(32, hash));
      signed.high = Number(BigInt.asUintN(32, hash >> 32n));
      signed.tokens = tokensOf();
      signed.loops = flagsOf() === 1;
      return signed;
    },
    shingles(text) {
      const bytes = begin(text);
      const at = kernel.keepShingles(bytes) >>> 0;
      kernel.count(bytes);
      const length = Math.max(0, tokensOf() - SHINGLE + 1);
      const sorted = new BigUint64Array(kernel.memory.buffer, at, length).slice().sort();
      let n = 0;
      for (let i = 0; i < length; i++) {
        if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[n++] = sorted[i];
      }
      return sorted.subarray(0, n);
    },
  };
}
