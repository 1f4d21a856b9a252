import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digamma } from '../stats/digamma.js';
import { entropyTable } from './entropy-table.js';
import { absentTable, rareTables } from './rare-tables.js';

/** All ways to draw `a` of `m` rows, as bit masks. */
function* subsets(m: number, a: number): Generator<number> {
  for (let mask = 0; mask < 2 ** m; mask++) {
    let bits = 0;
    for (let rest = mask; rest > 0; rest &= rest - 1) bits++;
    if (bits === a) yield mask;
  }
}

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-10, `${a} is not ${b}`);

test('what chance does to a rare category is the mean over all partitions of the reference', () => {
  const [n, m] = [7, 12];
  const { b, rare, kept, rows, present } = rareTables(n, m);
  assert.equal(b, 6);
  for (let k = 1; k < m; k++) {
    let all = 0;
    const found = { rare: 0, kept: 0, rows: 0 };
    for (const mask of subsets(m, m - b)) {
      // The first k rows hold the category; in so small a table it is rare when one of the six rows holds it.
      let inA = 0;
      for (let row = 0; row < k; row++) inA += (mask >> row) & 1;
      all++;
      if (inA !== 1) continue;
      found.rare++;
      if (k > 1) found.kept++;
      found.rows += k - 1;
    }
    near(rare[k] ?? 0, found.rare / all);
    near(kept[k] ?? 0, found.kept / all);
    near(rows[k] ?? 0, found.rows / all);
  }
  // 6 of 7 rows: one row is left out, so a category of one row is missing once in seven.
  near(present[1], 6 / 7);
  assert.equal(present[2], 1);
});

test('at large sizes a category is rare below 1 % and not above', () => {
  const { b, rare, kept, present } = rareTables(100_000, 100_000);
  assert.equal(b, 50_000);
  assert.ok(rare[900] > 0.999 && kept[900] > 0.999 && present[900] === undefined);
  assert.ok((rare[1200] ?? 0) < 0.001);
  near(rare[1], 0.5);
  near(kept[1], 0);
  near(kept[2], 50_000 / 99_999);
});

test('absence is drawing without replacement', () => {
  const absent = absentTable(10, 4);
  near(absent[1], 6 / 10);
  near(absent[2], (6 * 5) / (10 * 9));
  assert.equal(absent[7], 0);
});

test('the entropy at equal size is the mean over subsamples, and the closed form at full size', () => {
  const [m, b] = [9, 4];
  const counts = [4, 3, 1, 1];
  const small = entropyTable(m, b);
  const owner = counts.flatMap((k, i) => Array.from({ length: k }, () => i));
  let all = 0;
  let sum = 0;
  for (const mask of subsets(m, b)) {
    const drawn = [0, 0, 0, 0];
    for (let row = 0; row < m; row++) if ((mask >> row) & 1) drawn[owner[row]]++;
    for (const k of drawn) if (k > 0) sum += (k / b) * (digamma(b) - digamma(k));
    all++;
  }
  near(
    counts.reduce((h, k) => h + small(k), 0),
    sum / all,
  );
  near(entropyTable(m, m)(4), (4 / 9) * (digamma(9) - digamma(4)));
});
