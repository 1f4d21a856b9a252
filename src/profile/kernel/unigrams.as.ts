// Unigrams go straight to an open-addressed table, in one region for each document group.

import {
  arena,
  arenaUsed,
  batch,
  CELL,
  cells,
  groupCells,
  groupSlots,
  spelt,
  tokenBytes,
  WORD_BYTES,
} from './layout.as';
import { group, owner } from './open.as';

export let batched: u32 = 0;
let touched: u64 = 0;

// Adds the waiting tokens to the unigram table. Its lines are far away, so all are asked for before the first is
// needed; the fetches then overlap.
export function addUnigrams(): void {
  const mask = groupSlots - 1;
  const region = cells + group * groupSlots * CELL;
  const end = batch + (batched << 4);
  let sum: u64 = 0;
  for (let w = batch; w < end; w += 16) sum += load<u64>(region + (load<u32>(w, 4) & mask) * CELL);
  touched = sum;
  for (let w = batch; w < end; w += 16) addUnigram(load<u64>(w), load<u32>(w, 8), load<u32>(w, 12));
  batched = 0;
  tokenBytes = spelt;
}

function addUnigram(key: u64, spelling: u32, bytes: u32): void {
  const mask = groupSlots - 1;
  const region = cells + group * groupSlots * CELL;
  let slot = <u32>(key >> 32) & mask;
  while (true) {
    const cell = region + slot * CELL;
    const n = load<u32>(cell, 8);
    if (!n) {
      store<u64>(cell, key);
      store<u32>(cell, 1, 8);
      store<u32>(cell, owner, 12);
      store<u32>(cell, addSpelling(spelling, bytes), 16);
      const inGroup = groupCells + (group << 2);
      store<u32>(inGroup, load<u32>(inGroup) + 1);
      return;
    }
    if (load<u64>(cell) == key) {
      if (n != 0xffffffff) store<u32>(cell, n + 1, 8);
      if (load<u32>(cell, 12) != owner) store<u32>(cell, 0, 12);
      return;
    }
    slot = (slot + 1) & mask;
  }
}

// Keeps a spelling, cut at a character; returns its address.
function addSpelling(from: u32, bytes: u32): u32 {
  let size = bytes;
  if (size > WORD_BYTES) {
    size = WORD_BYTES;
    while ((load<u8>(from + size) & 0xc0) == 0x80) size--;
  }
  const to = arena + arenaUsed;
  store<u16>(to, size);
  for (let i: u32 = 0; i < size; i += 8) store<u64>(to + 2 + i, load<u64>(from + i));
  arenaUsed += 2 + size;
  return to;
}
