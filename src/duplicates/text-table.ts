/**
 * The distinct texts of a corpus in the order in which they first come, by their 64-bit hash, with a signature each:
 * about 100 bytes a text, in arrays that double. The hashes are spread evenly, so a slot is their low bits.
 */
import { SIGNATURE_BYTES } from '../profile/signature.js';
import type { SignedText } from '../profile/signer.js';

export interface TextTable {
  length: number;
  /** [text] = its tokens. */
  tokens: Uint32Array;
  /** [text] = documents with this very text. */
  copies: Uint32Array;
  /** 64 bytes a text, with room at the end. */
  signatures: Uint8Array;
  /** Adds a document and returns the number of its text. */
  add(signed: SignedText): number;
  /** Adds a signature that stands for no document; returns its number. */
  addSignature(signature: Uint8Array): number;
  /** The 64-bit hash of a text as 16 hexadecimal digits. */
  hash(text: number): string;
}

export function newTextTable(): TextTable {
  let room = 1024;
  let hashes = new Uint32Array(2 * room);
  let slots = new Uint32Array(2 * room); // Text + 1; 0 = free.
  const enlarge = () => {
    room *= 2;
    hashes = grown(hashes, new Uint32Array(2 * room));
    table.tokens = grown(table.tokens, new Uint32Array(room));
    table.copies = grown(table.copies, new Uint32Array(room));
    table.signatures = grown(table.signatures, new Uint8Array(room * SIGNATURE_BYTES));
    slots = new Uint32Array(2 * room);
    for (let text = 0; text < table.length; text++)
      slots[slotOf(hashes[2 * text], hashes[2 * text + 1])] = text + 1;
  };
  /** Where the hash is, or the free slot where it would go. */
  const slotOf = (low: number, high: number): number => {
    let slot = low & (slots.length - 1);
    for (let text = slots[slot]; text; text = slots[slot]) {
      if (hashes[2 * text - 2] === low && hashes[2 * text - 1] === high) break;
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  };
  const append = (signature: Uint8Array): number => {
    if (table.length === room) enlarge();
    table.signatures.set(signature, table.length * SIGNATURE_BYTES);
    return table.length++;
  };
  const table: TextTable = {
    length: 0,
    tokens: new Uint32Array(room),
    copies: new Uint32Array(room),
    signatures: new Uint8Array(room * SIGNATURE_BYTES),
    add({ low, high, tokens, signature }) {
      const known = slots[slotOf(low, high)];
      if (known) {
        table.copies[known - 1]++;
        return known - 1;
      }
      const text = append(signature);
      hashes[2 * text] = low;
      hashes[2 * text + 1] = high;
      slots[slotOf(low, high)] = text + 1;
      table.tokens[text] = tokens;
      table.copies[text] = 1;
      return text;
    },
    addSignature: append,
    hash: (text) =>
      [hashes[2 * text + 1], hashes[2 * text]].map((word) => word.toString(16).padStart(8, '0')).join(''),
  };
  return table;
}

function grown<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
