/**
 * cshaib/diversity (25127cc): `homogenization_score(measure='rougel')` (Padmakumar and He 2023): the mean F1 of ROUGE-L
 * over ordered pairs of documents. Quirks kept: words are runs of a-z and 0-9 after lower case, so other scripts have
 * none; and where all pairs score 0 the result is 1, the same as for copies. Quadratic in documents: ask it of few.
 *
 * The longest common subsequence is found 32 words at a time (Hyyrö 2004).
 */
import { round } from './python.js';

/** To three decimals; null for fewer than two documents. */
export function homogenization(documents: readonly string[]): number | null {
  const n = documents.length;
  if (n < 2) return null;
  const known = new Map<string, number>();
  const tokens = documents.map((text) => rougeWords(text).map((word) => numbered(known, word)));
  const sums = new Float64Array(n);
  const rows = new Map<number, Uint32Array>();
  for (let i = 0; i < n; i++) {
    rows.clear();
    const words = tokens[i].length;
    tokens[i].forEach((word, at) => {
      let row = rows.get(word);
      if (!row) {
        row = new Uint32Array((words + 31) >>> 5);
        rows.set(word, row);
      }
      row[at >>> 5] |= 1 << (at & 31);
    });
    for (let j = i + 1; j < n; j++) {
      const score =
        documents[i] === documents[j] ? 1 : f1(common(rows, words, tokens[j]), words, tokens[j].length);
      sums[i] += score;
      sums[j] += score;
    }
  }
  let sum = 0;
  for (const each of sums) sum += each / (n - 1);
  return round(sum === 0 ? 1 : sum / n, 3);
}

function rougeWords(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function numbered(known: Map<string, number>, word: string): number {
  const id = known.get(word) ?? known.size;
  known.set(word, id);
  return id;
}

function f1(same: number, a: number, b: number): number {
  return same === 0 ? 0 : (2 * same) / (a + b);
}

/** Length of the longest common subsequence of `words` words, whose places are the bits of `rows`, with `others`. */
function common(rows: Map<number, Uint32Array>, words: number, others: readonly number[]): number {
  const size = (words + 31) >>> 5;
  const state = new Uint32Array(size).fill(0xffffffff);
  for (const word of others) {
    const row = rows.get(word);
    if (!row) continue;
    let carry = 0;
    for (let k = 0; k < size; k++) {
      const v = state[k];
      const u = (v & row[k]) >>> 0;
      const sum = v + u + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      state[k] = sum | (v - u);
    }
  }
  let zeros = 0;
  for (let at = 0; at < words; at++) if (((state[at >>> 5] >>> (at & 31)) & 1) === 0) zeros++;
  return zeros;
}
