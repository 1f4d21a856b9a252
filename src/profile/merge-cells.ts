/**
 * Two sorted cell tables into one: equal keys are added, and when the result outgrows its capacity the
 * threshold falls (docs/profile.md, "Threshold"). Keys ascend, so what is kept is a prefix and the merge
 * stops at the first cell beyond the capacity.
 */
import { thin } from './capacity.js';
import { MAX_COUNT } from './plain.js';
import type { CellTable, UnigramTable } from './profile.js';

/** Cells of a table that lie below 2^(64 - shift). */
function kept(table: CellTable, shift: number): number {
  return shift === table.shift ? table.length : thin(table.keys, table.length, table.length, shift).length;
}

export function mergeCells(a: CellTable, b: CellTable, capacity: number): CellTable {
  const shift = Math.max(a.shift, b.shift);
  const [aLength, bLength] = [kept(a, shift), kept(b, shift)];
  const room = Math.min(aLength + bLength, capacity + 1);
  const keys = new Uint32Array(2 * room);
  const counts = new Uint32Array(room);
  let [i, j, n] = [0, 0, 0];
  for (; n < room && (i < aLength || j < bLength); n++) {
    const order = compare(a.keys, i, aLength, b.keys, j, bLength);
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : j;
    keys[2 * n] = from.keys[2 * at];
    keys[2 * n + 1] = from.keys[2 * at + 1];
    counts[n] = order === 0 ? Math.min(MAX_COUNT, a.counts[i] + b.counts[j]) : from.counts[at];
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  const fit = thin(keys, n, capacity, shift);
  return {
    length: fit.length,
    keys: shorten(keys, 2 * fit.length),
    counts: shorten(counts, fit.length),
    shift: fit.shift,
  };
}

export function mergeUnigrams(a: UnigramTable, b: UnigramTable, capacity: number): UnigramTable {
  const shift = Math.max(a.shift, b.shift);
  const [aLength, bLength] = [kept(a, shift), kept(b, shift)];
  const room = Math.min(aLength + bLength, capacity + 1);
  const keys = new Uint32Array(2 * room);
  const counts = new Uint32Array(room);
  const owners = new Uint32Array(room);
  const words: string[] = [];
  let [i, j, n] = [0, 0, 0];
  let [aWord, bWord] = [-1, -1]; // Index of the word of the last cell taken from each.
  for (; n < room && (i < aLength || j < bLength); n++) {
    const order = compare(a.keys, i, aLength, b.keys, j, bLength);
    if (order <= 0 && startsWord(a.keys, i)) aWord++;
    if (order >= 0 && startsWord(b.keys, j)) bWord++;
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : j;
    keys[2 * n] = from.keys[2 * at];
    keys[2 * n + 1] = from.keys[2 * at + 1];
    const word = order <= 0 ? a.words[aWord] : b.words[bWord];
    if (startsWord(keys, n)) words.push(word);
    else if (word < words[words.length - 1]) words[words.length - 1] = word;
    if (order === 0) {
      counts[n] = Math.min(MAX_COUNT, a.counts[i] + b.counts[j]);
      owners[n] = a.owners[i] === b.owners[j] ? a.owners[i] : 0;
      if (b.words[bWord] < words[words.length - 1]) words[words.length - 1] = b.words[bWord];
    } else {
      counts[n] = from.counts[at];
      owners[n] = from.owners[at];
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  const fit = thin(keys, n, capacity, shift);
  let distinct = 0;
  if (fit.length === n) distinct = words.length;
  else for (let cell = 0; cell < fit.length; cell++) if (startsWord(keys, cell)) distinct++;
  words.length = distinct;
  return {
    length: fit.length,
    keys: shorten(keys, 2 * fit.length),
    counts: shorten(counts, fit.length),
    shift: fit.shift,
    owners: shorten(owners, fit.length),
    words,
  };
}

/** True when a cell is the first of its n-gram: the 59 bits of hash differ from those of the cell before. */
export function startsWord(keys: Uint32Array, cell: number): boolean {
  return (
    cell === 0 ||
    keys[2 * cell + 1] !== keys[2 * cell - 1] ||
    keys[2 * cell] >>> 5 !== keys[2 * cell - 2] >>> 5
  );
}

/** Below 0: the next value is a's; above 0: b's; 0: both have it. An exhausted side is infinite. */
export function compare(
  a: Uint32Array,
  i: number,
  aLength: number,
  b: Uint32Array,
  j: number,
  bLength: number,
) {
  if (i >= aLength) return 1;
  if (j >= bLength) return -1;
  return a[2 * i + 1] - b[2 * j + 1] || a[2 * i] - b[2 * j];
}

/** The first `length` elements, copied unless nearly all are wanted. */
export function shorten(array: Uint32Array, length: number): Uint32Array {
  return length * 4 >= array.length * 3 ? array.subarray(0, length) : array.slice(0, length);
}
