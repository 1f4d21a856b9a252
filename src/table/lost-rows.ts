/**
 * What was lost: categories, combinations of two, and groups whose rows in the corpus are too few for chance. If the
 * corpus were a fresh sample, the rows that hold one would lie over both sides at random: Fisher's exact test on rows.
 * Tarone's (1990) correction holds the family-wise error of each kind; what is too rare ever to be significant costs
 * nothing. Rows are not quoted: they may be about people.
 */
import type { LostGram } from '../audit/result.js';
import { hypergeometricLower } from '../stats/hypergeometric.js';
import { combinationsOf } from './combinations.js';
import type { CodedColumn, Rows } from './rows.js';

interface Candidate {
  gram: string;
  /** Corpus and reference rows. */
  c: number;
  k: number;
  /** The categories in it, as `column = category`. */
  parts: string[];
}

/** Family-wise error of the list, shared out over its kinds. */
const ALPHA = 0.05;
const SHARE = 0.5;
const MOST = 100;

export function lostRows(rows: Rows, group: string | undefined): LostGram[] {
  const categories = rows.columns.filter(({ kind }) => kind === 'category');
  const lost: LostGram[] = [];
  const gone = new Set<string>();
  const single = categories.filter(({ name }) => name !== group).flatMap((column) => singles(column, rows.n));
  const grouped = categories
    .filter(({ name }) => name === group)
    .flatMap((column) => singles(column, rows.n));
  for (const [kind, candidates] of [
    ['group', grouped],
    ['category', single],
  ] as const) {
    for (const each of significant(candidates, rows)) {
      gone.add(each.candidate.gram);
      lost.push(entry(kind, each, rows));
    }
  }
  const pairs: Candidate[] = [];
  for (const { a, b, codes, cells } of combinationsOf(categories)) {
    const counts = countSides(codes, cells.length, rows.n);
    cells.forEach((cell, i) => {
      const parts = [spelled(a, Math.floor(cell / b.labels.length)), spelled(b, cell % b.labels.length)];
      pairs.push({ gram: parts.join(', '), parts, c: counts.corpus[i], k: counts.reference[i] });
    });
  }
  for (const each of significant(pairs, rows)) {
    // A combination with a lost category in it says nothing more.
    if (each.candidate.parts.some((part) => gone.has(part))) continue;
    lost.push(entry('combination', each, rows));
  }
  const rank = { group: 0, category: 1, combination: 2 };
  lost.sort(
    (x, y) =>
      rank[x.kind!] - rank[y.kind!] || x.p - y.p || y.expected - x.expected || (x.gram < y.gram ? -1 : 1),
  );
  return lost.slice(0, MOST);
}

function spelled({ name, labels }: CodedColumn, code: number): string {
  return `${name} = ${labels[code] === '' ? '(missing)' : labels[code]}`;
}

function singles(column: CodedColumn, n: number): Candidate[] {
  const counts = countSides(column.codes, column.labels.length, n);
  return column.labels.map((_, i) => {
    const gram = spelled(column, i);
    return { gram, parts: [gram], c: counts.corpus[i], k: counts.reference[i] };
  });
}

function countSides(codes: Int32Array, length: number, n: number) {
  const corpus = new Int32Array(length);
  const reference = new Int32Array(length);
  codes.forEach((code, row) => {
    if (row < n) corpus[code]++;
    else reference[code]++;
  });
  return { corpus, reference };
}

function significant(
  candidates: readonly Candidate[],
  { n, m }: Rows,
): { candidate: Candidate; p: number }[] {
  const held = candidates.filter(({ k }) => k > 0);
  const least = held
    .map(({ c, k }) => hypergeometricLower(Math.max(0, c + k - m), n + m, c + k, n))
    .sort((a, b) => a - b);
  // Tarone: the least number j of tests with at most j candidates that could reach ALPHA / j.
  let tests = 1;
  while (tests < least.length && least[tests] <= ALPHA / KINDS / tests) tests++;
  const found: { candidate: Candidate; p: number }[] = [];
  for (const candidate of held) {
    const { c, k } = candidate;
    if (c > (SHARE * k * n) / m) continue;
    const p = hypergeometricLower(c, n + m, c + k, n) * tests * KINDS;
    if (p <= ALPHA) found.push({ candidate, p });
  }
  return found;
}

const KINDS = 3;

function entry(
  kind: 'group' | 'category' | 'combination',
  { candidate, p }: { candidate: Candidate; p: number },
  { n, m }: Rows,
): LostGram {
  const { gram, parts, c, k } = candidate;
  return {
    kind,
    gram,
    n: parts.length,
    expected: (k * n) / m,
    observed: c,
    referenceCount: k,
    example: '',
    p,
  };
}
