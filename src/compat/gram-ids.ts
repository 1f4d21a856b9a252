/**
 * Which n-grams are the same, exactly and in linear time: words are numbered, and the n-gram at a place is the pair of
 * the (n-1)-gram there and the word that follows. No n-gram is ever spelled, and numbers go up in the order of first
 * occurrence, which is how Python's dictionaries break ties.
 */

/** Words of all documents in one row, as numbers. */
export interface Words {
  spelling: string[];
  ids: Uint32Array;
  /** Where each document ends in `ids`. */
  ends: Uint32Array;
}

/** Stands where no n-gram begins. */
export const NONE = 0xffffffff;

/** Numbers the words that `split` gives for each document. */
export function numberWords(documents: readonly string[], split: (text: string) => string[]): Words {
  const known = new Map<string, number>();
  const spelling: string[] = [];
  const ends = new Uint32Array(documents.length);
  let ids = new Uint32Array(1 << 12);
  let filled = 0;
  documents.forEach((text, i) => {
    const words = split(text);
    if (filled + words.length > ids.length) {
      const larger = new Uint32Array(Math.max(2 * ids.length, filled + words.length));
      larger.set(ids);
      ids = larger;
    }
    for (const word of words) {
      let id = known.get(word);
      if (id === undefined) {
        id = spelling.length;
        known.set(word, id);
        spelling.push(word);
      }
      ids[filled++] = id;
    }
    ends[i] = filled;
  });
  return { spelling, ids: ids.subarray(0, filled), ends };
}

/** The number of the n-gram that begins at each place, and how many kinds there are. */
export interface Grams {
  n: number;
  ids: Uint32Array;
  kinds: number;
}

/** The words themselves as 1-grams. */
export function unigrams({ ids, spelling }: Words): Grams {
  return { n: 1, ids, kinds: spelling.length };
}

/** From n-grams to (n+1)-grams. With `ends` they stay inside documents; without, they run on across their borders. */
export function longer(grams: Grams, words: Words, ends?: Uint32Array): Grams {
  const n = grams.n + 1;
  const size = words.ids.length;
  const ids = new Uint32Array(size).fill(NONE);
  const table = newPairs();
  let document = 0;
  for (let i = 0; i + n <= size; i++) {
    if (ends) {
      while (ends[document] <= i) document++;
      if (i + n > ends[document]) continue;
    }
    ids[i] = pairId(table, grams.ids[i], words.ids[i + n - 1]);
  }
  return { n, ids, kinds: table.count };
}

/**
 * Pairs of 32-bit numbers, numbered in the order in which they come: open addressing, at most two thirds full, the two
 * numbers and the pair's own (plus 1; 0 is empty) side by side, so that a look-up touches one place in memory.
 */
interface Pairs {
  cells: Uint32Array;
  mask: number;
  count: number;
}

function newPairs(slots = 1 << 13): Pairs {
  return { cells: new Uint32Array(3 * slots), mask: slots - 1, count: 0 };
}

function pairId(table: Pairs, a: number, b: number): number {
  const { cells, mask } = table;
  for (let slot = hash(a, b) & mask; ; slot = (slot + 1) & mask) {
    const at = 3 * slot;
    const id = cells[at + 2];
    if (id !== 0) {
      if (cells[at] === a && cells[at + 1] === b) return id - 1;
      continue;
    }
    cells[at] = a;
    cells[at + 1] = b;
    cells[at + 2] = ++table.count;
    if (3 * table.count > 2 * mask) grow(table);
    return table.count - 1;
  }
}

function grow(table: Pairs): void {
  const old = table.cells;
  const { cells, mask } = newPairs(2 * (table.mask + 1));
  for (let from = 0; from < old.length; from += 3) {
    if (old[from + 2] === 0) continue;
    let slot = hash(old[from], old[from + 1]) & mask;
    while (cells[3 * slot + 2] !== 0) slot = (slot + 1) & mask;
    cells[3 * slot] = old[from];
    cells[3 * slot + 1] = old[from + 1];
    cells[3 * slot + 2] = old[from + 2];
  }
  table.cells = cells;
  table.mask = mask;
}

function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (b >>> 15), 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return h ^ (h >>> 16);
}
