/**
 * Which groups hold the n-grams of one order: for each pattern of groups (64 bits, the corpus's 32 and the
 * reference's 32) the number of types with that pattern. Most types stand in one or two groups, so there are far
 * fewer patterns than types, and any set of groups is counted in one short pass.
 *
 * Types held by three groups or more are kept as patterns for a random slice only when there are very many of them,
 * each then standing for several; types held by one or two groups, which carry the noise, are always counted.
 */
import { type CellTable, GROUPS } from '../profile/profile.js';
import { sharedCells } from './shared-cells.js';

export interface Holders {
  length: number;
  /** Bits of the corpus's and of the reference's groups. */
  corpus: Uint32Array;
  reference: Uint32Array;
  /** Types with this pattern. */
  types: Float64Array;
  /** True where some patterns stand for several. */
  sliced: boolean;
}

/** Patterns of three groups or more kept at most. */
const MOST_PATTERNS = 1 << 20;

export function holdersOf(a: CellTable, b: CellTable): Holders {
  const [na, nb] = sharedCells(a, b);
  const shift = Math.max(a.shift, b.shift);
  const all = 2 ** (32 - shift);
  // [128 last + before] = types held by these one or two groups, numbered from 1; 0 = none.
  const few = new Float64Array(128 * 128);
  let table = patternTable(1 << 12);
  /** Types with hash high words at or above this are no longer kept as patterns of many groups. */
  let limit = all;
  const ka = a.keys;
  const kb = b.keys;
  let ia = 0;
  let ib = 0;
  while (ia < na || ib < nb) {
    const fromA =
      ia < na &&
      (ib >= nb ||
        ka[2 * ia + 1] < kb[2 * ib + 1] ||
        (ka[2 * ia + 1] === kb[2 * ib + 1] && ka[2 * ia] >>> 5 <= kb[2 * ib] >>> 5));
    const lo = (fromA ? ka[2 * ia] : kb[2 * ib]) >>> 5;
    const hi = fromA ? ka[2 * ia + 1] : kb[2 * ib + 1];
    let bitsA = 0;
    let bitsB = 0;
    let last = 0;
    let beforeLast = 0;
    const first = ia + ib;
    for (; ia < na && ka[2 * ia + 1] === hi && ka[2 * ia] >>> 5 === lo; ia++) {
      const j = ka[2 * ia] & (GROUPS - 1);
      bitsA |= 1 << j;
      beforeLast = last;
      last = j + 1;
    }
    for (; ib < nb && kb[2 * ib + 1] === hi && kb[2 * ib] >>> 5 === lo; ib++) {
      const j = kb[2 * ib] & (GROUPS - 1);
      bitsB |= 1 << j;
      beforeLast = last;
      last = j + GROUPS + 1;
    }
    const held = ia + ib - first;
    if (held <= 2) {
      few[last * 128 + beforeLast]++;
    } else if (hi < limit) {
      if (table.used * 2 > table.size) {
        if (table.used >= MOST_PATTERNS) limit = hi;
        else table = grown(table);
      }
      if (hi < limit) add(table, bitsA >>> 0, bitsB >>> 0, 1);
    }
  }
  return listOf(few, table, 2 ** shift, all / limit);
}

interface PatternTable {
  size: number;
  used: number;
  a: Uint32Array;
  b: Uint32Array;
  types: Float64Array;
}

function patternTable(size: number): PatternTable {
  return {
    size,
    used: 0,
    a: new Uint32Array(size),
    b: new Uint32Array(size),
    types: new Float64Array(size),
  };
}

function add(table: PatternTable, a: number, b: number, types: number): void {
  let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0;
  slot = Math.imul(slot ^ (slot >>> 15), 0x2c1b3c6d) & (table.size - 1);
  while (table.types[slot] !== 0 && (table.a[slot] !== a || table.b[slot] !== b)) {
    slot = (slot + 1) & (table.size - 1);
  }
  if (table.types[slot] === 0) {
    table.a[slot] = a;
    table.b[slot] = b;
    table.used++;
  }
  table.types[slot] += types;
}

function grown(table: PatternTable): PatternTable {
  const larger = patternTable(table.size * 2);
  for (let i = 0; i < table.size; i++) {
    if (table.types[i] !== 0) add(larger, table.a[i], table.b[i], table.types[i]);
  }
  return larger;
}

function listOf(few: Float64Array, table: PatternTable, scale: number, weight: number): Holders {
  let length = table.used;
  for (const types of few) if (types > 0) length++;
  const holders: Holders = {
    length,
    corpus: new Uint32Array(length),
    reference: new Uint32Array(length),
    types: new Float64Array(length),
    sliced: weight > 1,
  };
  let at = 0;
  few.forEach((types, pattern) => {
    if (types === 0) return;
    for (const group of [pattern & 127, pattern >>> 7]) {
      if (group === 0) continue;
      const side = group > GROUPS ? holders.reference : holders.corpus;
      side[at] |= 1 << ((group - 1) % GROUPS);
    }
    holders.types[at++] = types * scale;
  });
  for (let i = 0; i < table.size; i++) {
    if (table.types[i] === 0) continue;
    holders.corpus[at] = table.a[i];
    holders.reference[at] = table.b[i];
    holders.types[at++] = table.types[i] * scale * weight;
  }
  return holders;
}
