/**
 * The loops flag: does a text repeat itself the way a stuck generator does?
 *
 * A position i >= 7 is *recycled* when the 8-gram that ends there ended at most 1,000 tokens earlier in the
 * same text. Windows of 100 tokens do not overlap; the last, shorter one counts from 32 tokens on (a text
 * below 100 tokens is one window from 16 on). A window loops when at least half of its positions are
 * recycled, a text when at least one window and at least a tenth of all loop.
 *
 * Earlier 8-grams are remembered in a direct-mapped table of 4,096 slots, and this is part of the definition:
 * slot = low 12 bits of the 8-gram's hash, tag = its high 32 bits, and every position overwrites its slot.
 */
import { mix } from './hash.js';

export const LOOP_SLOTS = 4096;
export const LOOP_REACH = 1000;
export const LOOP_WINDOW = 100;

/** `fourGrams[i]` is the hash of the 4-gram that ends at token i (anything for i < 3). */
export function textLoops(fourGrams: bigint[]): boolean {
  const tags = new Uint32Array(LOOP_SLOTS);
  const seen = new Float64Array(LOOP_SLOTS).fill(-Infinity);
  let windows = 0;
  let loops = 0;
  let recycled = 0;
  const close = (size: number) => {
    windows++;
    if (2 * recycled >= size) loops++;
    recycled = 0;
  };
  const length = fourGrams.length;
  for (let i = 0; i < length; i++) {
    if (i >= 7) {
      const hash = mix(fourGrams[i - 4], fourGrams[i]);
      const slot = Number(hash & BigInt(LOOP_SLOTS - 1));
      const tag = Number(hash >> 32n);
      if (tags[slot] === tag && i - seen[slot] <= LOOP_REACH) recycled++;
      tags[slot] = tag;
      seen[slot] = i;
    }
    if (i % LOOP_WINDOW === LOOP_WINDOW - 1) close(LOOP_WINDOW);
  }
  const rest = length % LOOP_WINDOW;
  if (rest >= (length < LOOP_WINDOW ? 16 : 32)) close(rest);
  return loops >= 1 && 10 * loops >= windows;
}
