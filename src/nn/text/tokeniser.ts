/** From texts to the whole numbers that a transformer reads, and back. Token 0 begins and ends texts. */
export interface Tokeniser {
  /** Different tokens, `END` included. */
  size: number;
  /** Without `END`. */
  encode(text: string): number[];
  /** What is no token, and `END`, give nothing. */
  decode(tokens: Iterable<number>): string;
}

export const END = 0;
