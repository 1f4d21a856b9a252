/** A counting kernel that is laid out for a tokeniser and a seed, and the way of a text into its memory. */
import { hashStarts } from './hash.js';
import { type Kernel, newKernel } from './kernel.js';
import type { TokeniserName } from './profile.js';
import { unicodeTables } from './unicode.js';

const CHUNK_BYTES = 2048;
const DOCUMENT_ROWS = 2 ** 16;
const encoder = new TextEncoder();

export interface OpenKernel {
  kernel: Kernel;
  /** Puts a text into the kernel's memory and returns its length in UTF-8 bytes. */
  put(text: string): number;
  /** Puts it normalised as the tokeniser wants it, where that differs from the `bytes` that were put. */
  putNormal(text: string, bytes: number): number;
}

/** `poolBytes`: for keys that wait to be counted. */
export function openKernel(tokeniser: TokeniserName, seed: number, poolBytes: number): OpenKernel {
  const kernel = newKernel();
  layOut(kernel, tokeniser, seed, poolBytes);
  let view = new Uint8Array(0);
  const put = (text: string): number => {
    const at = kernel.textAt(3 * text.length) >>> 0;
    if (view.buffer !== kernel.memory.buffer) view = new Uint8Array(kernel.memory.buffer);
    return encoder.encodeInto(text, view.subarray(at, at + 3 * text.length)).written;
  };
  return {
    kernel,
    put,
    putNormal(text, bytes) {
      if (tokeniser !== 'words' || bytes === text.length || !/[\u0300-\uffff]/.test(text)) return bytes;
      const normal = text.normalize('NFC');
      return normal === text ? bytes : put(normal);
    },
  };
}

function layOut(kernel: Kernel, tokeniser: TokeniserName, seed: number, poolBytes: number): void {
  const { classIndex, lowerIndex, classPages, lowerPages } = unicodeTables();
  const chunks = Math.max(1024, Math.floor(poolBytes / CHUNK_BYTES));
  const { token, text, digest } = hashStarts(seed);
  // Up to 2^20 unigram cells of 24 bytes, and 12 bytes of spelling for each.
  const unigramSlots = 2 ** Math.min(20, Math.floor(Math.log2(chunks * 64)));
  // A block takes a partition of common size whole: a 768th of the keys.
  const block = Math.max(1024, Math.ceil(((chunks * 256) / 768) * 1.4));
  kernel.layoutCounter(
    tokeniser === 'words',
    classPages.length / 256,
    lowerPages.length / 256,
    chunks,
    unigramSlots,
    unigramSlots * 12,
    DOCUMENT_ROWS,
    block,
    token,
    text,
    digest,
  );
  let at = kernel.unicodeAt();
  for (const table of [classIndex, lowerIndex, classPages, lowerPages]) {
    new Uint8Array(kernel.memory.buffer, at, table.byteLength).set(new Uint8Array(table.buffer));
    at += table.byteLength;
  }
  kernel.start();
}
