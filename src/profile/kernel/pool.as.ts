// Keys of 2- to 4-grams wait in 256 partitions an order, by their top 8 bits, in chunks of one pool.

import { CHUNK, heads, lines, nextChunk, pool, tails } from './layout.as';

export let usedChunks: u32 = 0;
export let drop2: u64 = 0; // Bits of a key that are zero in every kept n-gram.
export let drop3: u64 = 0;
export let drop4: u64 = 0;
export let shift2: u64 = 0;
export let shift3: u64 = 0;
export let shift4: u64 = 0;

/** Sets the thresholds of 2- to 4-grams. Only while the pool is empty. */
export function setShifts(two: u32, three: u32, four: u32): void {
  shift2 = two;
  shift3 = three;
  shift4 = four;
  drop2 = two ? ~<u64>0 << (64 - two) : 0;
  drop3 = three ? ~<u64>0 << (64 - three) : 0;
  drop4 = four ? ~<u64>0 << (64 - four) : 0;
}

// @ts-ignore: decorator
@inline
export function append(partition: u32, key: u64): void {
  const tail = tails + (partition << 2);
  const line = lines + (partition << 6);
  let to = load<u32>(tail);
  if (!(to & (CHUNK - 1))) {
    const chunk = usedChunks++;
    if (to) store<u32>(nextChunk + (((to - 8 - pool) / CHUNK) << 2), chunk);
    else store<u32>(heads + (partition << 2), chunk);
    to = pool + chunk * CHUNK;
  }
  store<u64>(line + (to & 63), key);
  to += 8;
  store<u32>(tail, to);
  if (!(to & 63)) {
    v128.store(to - 64, v128.load(line));
    v128.store(to - 64, v128.load(line, 16), 16);
    v128.store(to - 64, v128.load(line, 32), 32);
    v128.store(to - 64, v128.load(line, 48), 48);
  }
}

/** Forgets all keys in the pool. */
export function clearPool(): void {
  memory.fill(heads, 0, 768 * 4);
  memory.fill(tails, 0, 768 * 4);
  usedChunks = 0;
}
