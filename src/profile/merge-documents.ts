/** Two sorted document tables into one: copies of a text are added, and the threshold falls as for cells. */
import { thin } from './capacity.js';
import { compare, shorten } from './merge-cells.js';
import { MAX_COUNT } from './plain.js';
import type { DocumentTable } from './profile.js';
import { SIGNATURE_BYTES } from './signature.js';

export function mergeDocuments(a: DocumentTable, b: DocumentTable, capacity: number): DocumentTable {
  const shift = Math.max(a.shift, b.shift);
  const aLength = thin(a.hashes, a.length, a.length, shift).length;
  const bLength = thin(b.hashes, b.length, b.length, shift).length;
  const room = Math.min(aLength + bLength, capacity + 1);
  const hashes = new Uint32Array(2 * room);
  const copies = new Uint32Array(room);
  const tokens = new Uint32Array(room);
  const flags = new Uint8Array(room);
  const signatures = new Uint8Array(room * SIGNATURE_BYTES);
  let [i, j, n] = [0, 0, 0];
  for (; n < room && (i < aLength || j < bLength); n++) {
    const order = compare(a.hashes, i, aLength, b.hashes, j, bLength);
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : j;
    hashes[2 * n] = from.hashes[2 * at];
    hashes[2 * n + 1] = from.hashes[2 * at + 1];
    copies[n] = order === 0 ? Math.min(MAX_COUNT, a.copies[i] + b.copies[j]) : from.copies[at];
    tokens[n] = from.tokens[at];
    flags[n] = from.flags[at];
    const first = at * SIGNATURE_BYTES;
    signatures.set(from.signatures.subarray(first, first + SIGNATURE_BYTES), n * SIGNATURE_BYTES);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  const fit = thin(hashes, n, capacity, shift);
  return {
    length: fit.length,
    hashes: shorten(hashes, 2 * fit.length),
    copies: shorten(copies, fit.length),
    tokens: shorten(tokens, fit.length),
    flags: flags.slice(0, fit.length),
    signatures: signatures.slice(0, fit.length * SIGNATURE_BYTES),
    shift: fit.shift,
  };
}
