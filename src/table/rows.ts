/**
 * Two tables pooled: the corpus's rows first, then the reference's, every cell a code. Rows of each side stand in the
 * order of a hash of their cells, so that no result depends on the order of a file; equal rows are interchangeable.
 */
import type { Column } from '../corpus/tables/column.js';

export type Kind = 'category' | 'number';

/** One side of a comparison: chosen columns, alike in name, order and kind on both sides. */
export interface TableSide {
  name: string;
  paths: string[];
  bytes: number;
  rows: number;
  columns: Column[];
}

export interface CodedColumn {
  name: string;
  kind: Kind;
  /** [row] = place among the labels or values; -1 where a number is missing. */
  codes: Int32Array;
  /** Categories in the order of their code points, a missing one ('') among them; empty for numbers. */
  labels: string[];
  /** Distinct numbers, ascending; empty for categories. */
  values: Float64Array;
}

export interface Rows {
  /** Rows of the corpus, and of the reference. */
  n: number;
  m: number;
  columns: CodedColumn[];
  /** Different rows, and an order-free digest of 32 hexadecimal digits, of each side. */
  distinct: [number, number];
  digests: [string, string];
}

export function poolRows(corpus: TableSide, reference: TableSide, kinds: readonly Kind[]): Rows {
  const coded = kinds.map((kind, c) => code(corpus.columns[c], reference.columns[c], kind));
  const lanes = rowHashes(coded, corpus.rows + reference.rows);
  const orderC = order(lanes, 0, corpus.rows);
  const orderR = order(lanes, corpus.rows, corpus.rows + reference.rows);
  const all = [...orderC.rows, ...orderR.rows];
  const columns = coded.map((column) => ({
    ...column,
    codes: Int32Array.from(all, (row) => column.codes[row]),
  }));
  return {
    n: corpus.rows,
    m: reference.rows,
    columns,
    distinct: [orderC.distinct, orderR.distinct],
    digests: [orderC.digest, orderR.digest],
  };
}

function code(a: Column, b: Column, kind: Kind): CodedColumn {
  const base = { name: b.name, kind };
  if (kind === 'category') {
    const words = [...wordsOf(a), ...wordsOf(b)];
    const labels = [...new Set(words)].sort();
    const place = new Map(labels.map((label, i) => [label, i]));
    return {
      ...base,
      labels,
      values: new Float64Array(0),
      codes: Int32Array.from(words, (w) => place.get(w)!),
    };
  }
  const numbers = [...numbersOf(a), ...numbersOf(b)];
  const values = Float64Array.from(new Set(numbers.filter((x) => !Number.isNaN(x)))).sort();
  const place = new Map(Array.from(values, (value, i) => [value, i]));
  return { ...base, labels: [], values, codes: Int32Array.from(numbers, (x) => place.get(x) ?? -1) };
}

/** The words of a column of categories; a number is a category by the way it is written. */
export function wordsOf({ values }: Column): string[] {
  if (Array.isArray(values)) return values;
  return Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)));
}

/** The numbers of a column of numbers, also where they were written as words. */
function numbersOf({ values }: Column): Float64Array {
  if (!Array.isArray(values)) return values;
  return Float64Array.from(values, (word) => (word === '' ? Number.NaN : Number(word)));
}

/** Two 32-bit lanes a row, from what the cells say. */
function rowHashes(columns: readonly CodedColumn[], rows: number): [Uint32Array, Uint32Array] {
  const a = new Uint32Array(rows).fill(0x9e3779b9);
  const b = new Uint32Array(rows).fill(0x85ebca6b);
  for (const { codes, labels, values, kind } of columns) {
    const texts = kind === 'category' ? labels : Array.from(values, String);
    const ofCode = Uint32Array.from(texts, hashText);
    for (let i = 0; i < rows; i++) {
      const h = codes[i] < 0 ? 0x27d4eb2f : ofCode[codes[i]];
      a[i] = scramble(Math.imul(a[i], 0x01000193) ^ h);
      b[i] = scramble(Math.imul(b[i] + 0x7feb352d, 0x846ca68b) + h);
    }
  }
  return [a, b];
}

/** FNV-1a over UTF-16 units, then scrambled. */
function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return scramble(h);
}

/** The finaliser of MurmurHash3. */
function scramble(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function order([a, b]: [Uint32Array, Uint32Array], from: number, to: number) {
  const rows = Array.from({ length: to - from }, (_, i) => from + i).sort(
    (x, y) => a[x] - a[y] || b[x] - b[y],
  );
  let distinct = 0;
  const sums = [0, 0, 0, 0];
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    if (i === 0 || a[row] !== a[before] || b[row] !== b[before]) distinct++;
    const parts = [
      a[row],
      b[row],
      scramble(a[row] ^ Math.imul(b[row], 5)),
      scramble(b[row] + Math.imul(a[row], 9)),
    ];
    parts.forEach((part, k) => {
      sums[k] = (sums[k] + part) >>> 0;
    });
  });
  return { rows, distinct, digest: sums.map((sum) => sum.toString(16).padStart(8, '0')).join('') };
}
