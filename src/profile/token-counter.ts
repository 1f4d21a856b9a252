/** Tokens of texts and their hash, without counts of anything: what a mixture needs to know of a document. */
import { openKernel } from './open-kernel.js';

export interface CountedText {
  /** By the tokeniser `words`. */
  tokens: number;
  /** Low and high word of the text's 64-bit hash, the same as a profile's of this seed. */
  low: number;
  high: number;
}

/** The object that the function returns is valid until its next call. */
export function newTokenCounter(seed = 0): (text: string) => CountedText {
  const { kernel, put, putNormal } = openKernel('words', seed, 0);
  const counted: CountedText = { tokens: 0, low: 0, high: 0 };
  return (text) => {
    const bytes = put(text);
    kernel.begin(bytes);
    const hash = kernel.hashOfText();
    counted.low = Number(BigInt.asUintN(32, hash));
    counted.high = Number(BigInt.asUintN(32, hash >> 32n));
    counted.tokens = kernel.tallyWords(putNormal(text, bytes)) >>> 0;
    return counted;
  };
}
