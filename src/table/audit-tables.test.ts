/** Tables of known make: what the audit says of fresh samples, and of damage of each kind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditResult, Lineage } from '../audit/result.js';
import { newRandom } from '../stats/random.js';
import { auditTables } from './audit-tables.js';
import { chooseColumns, parseColumns } from './choose-columns.js';
import type { TableSide } from './rows.js';

type Row = { town: string; job: string; income: number; height: number };

const ROWS = 2500;

/** Towns by Zipf's law, jobs that go with towns, heavy-tailed incomes, normal heights with a few missing. */
function people(seed: number, rows = ROWS): Row[] {
  const random = newRandom(seed);
  const zipf = (most: number) => Math.floor(Math.exp(random.uniform() ** 2 * Math.log(most + 1)));
  return Array.from({ length: rows }, () => {
    const town = zipf(400);
    const job = random.uniform() < 0.7 ? (town * 7) % 12 : random.below(40);
    const height = random.uniform() < 0.05 ? Number.NaN : Math.round(170 + 10 * random.normal());
    return { town: `t${town}`, job: `j${job}`, income: Math.exp(7 + 1.2 * random.normal()), height };
  });
}

function side(name: string, rows: Row[]): TableSide {
  const columns = [
    { name: 'town', values: rows.map(({ town }) => town) },
    { name: 'job', values: rows.map(({ job }) => job) },
    { name: 'income', values: Float64Array.from(rows, ({ income }) => income) },
    { name: 'height', values: Float64Array.from(rows, ({ height }) => height) },
  ];
  return { name, paths: [], bytes: 0, rows: rows.length, columns };
}

const HUMAN = side('human', people(1));

function audited(rows: Row[], lineage: Lineage = 'unknown', group?: string): AuditResult {
  const { corpus, reference, kinds } = chooseColumns(side('made', rows), HUMAN, undefined, group);
  return auditTables(corpus, reference, { seed: 0, version: '', lineage, kinds, group });
}

const grades = ({ metrics }: AuditResult) =>
  Object.fromEntries(Object.entries(metrics).map(([id, { grade }]) => [id, grade]));

test('a fresh sample is healthy and has lost nothing', () => {
  const result = audited(people(2));
  assert.equal(result.verdict.stage, 'healthy', result.verdict.because.join(' '));
  assert.deepEqual(result.lost, []);
  assert.ok(Object.values(result.metrics).every(({ grade }) => grade !== 'fail' && grade !== 'skipped'));
});

test('the order of the rows changes nothing, nor does a second run', () => {
  const rows = people(2);
  const turned = [...rows].reverse();
  assert.deepEqual(audited(turned), audited(rows));
});

test('rare categories replaced by common ones: early, with the towns that are gone by name', () => {
  const counts = new Map<string, number>();
  for (const { town } of people(1)) counts.set(town, (counts.get(town) ?? 0) + 1);
  const rare = (town: string) => (counts.get(town) ?? 0) <= 12;
  const common = people(2).filter(({ town }) => !rare(town));
  const made = people(2).map((row, i) =>
    rare(row.town) ? { ...row, town: common[i % common.length].town } : row,
  );
  const result = audited(made);
  assert.equal(result.verdict.stage, 'early', result.verdict.because.join(' '));
  for (const id of ['tails/categories', 'tails/combinations', 'tails/categories:town']) {
    assert.equal(grades(result)[id], 'fail', id);
  }
  const { kind, gram, observed, expected, example, p } = result.lost[0];
  assert.equal(kind, 'category');
  assert.match(gram, /^town = t\d+$/);
  assert.deepEqual([observed, example], [0, '']);
  assert.ok(expected >= 4 && p <= 0.05);
});

test("numbers clipped at the reference's 2 % and 98 % points: early; drawn together: late where the lineage is known", () => {
  const sorted = Float64Array.from(people(1), ({ income }) => income).sort();
  const [low, high] = [sorted[0.02 * ROWS], sorted[0.98 * ROWS]];
  const clipped = people(2).map((row) => ({ ...row, income: Math.min(high, Math.max(low, row.income)) }));
  const early = audited(clipped);
  assert.equal(early.verdict.stage, 'early', early.verdict.because.join(' '));
  assert.deepEqual(
    [
      grades(early)['tails/below:income'],
      grades(early)['tails/above:income'],
      grades(early)['tails/above:height'],
    ],
    ['fail', 'fail', 'ok'],
  );
  const narrow = people(2).map((row) => ({
    ...row,
    income: Math.exp(7 + 0.5 * (Math.log(row.income) - 7)),
    height: 170 + 0.6 * (row.height - 170),
  }));
  const late = audited(narrow, 'descendant');
  assert.equal(late.verdict.stage, 'late', late.verdict.because.join(' '));
  assert.equal(grades(late)['diversity/spread'], 'fail');
  assert.notEqual(audited(narrow).verdict.stage, 'late');
});

test('a richer population is shifted, not collapsed', () => {
  const result = audited(
    people(2).map((row) => ({ ...row, income: 1.6 * row.income, height: row.height + 6 })),
  );
  assert.equal(result.verdict.stage, 'shifted', result.verdict.because.join(' '));
  assert.equal(grades(result)['drift/numbers:income'], 'fail');
  assert.equal(grades(result)['diversity/spread:height'], 'ok');
});

test('every group is told by itself, the smallest too, with the probability that chance explains its loss', () => {
  const jobs = people(1).filter(({ job }) => job === 'j39').length;
  const result = audited(
    people(2).map((row) => (row.job === 'j39' ? { ...row, job: 'j38' } : row)),
    'unknown',
    'job',
  );
  const { grade, value, p } = result.metrics['tails/group:j39'];
  assert.equal(grade, 'fail');
  assert.ok(value !== null && value < 0.001 && p !== null && p < 1e-4);
  assert.deepEqual(
    result.lost
      .filter(({ kind }) => kind === 'group')
      .map(({ gram, observed, referenceCount }) => [gram, observed, referenceCount]),
    [['job = j39', 0, jobs]],
  );
  assert.equal(Object.keys(result.metrics).filter((id) => id.startsWith('tails/group:')).length, 40);
});

test('too few rows: cannot say, and nothing is graded', () => {
  const { verdict, metrics, lost } = audited(people(2, 99));
  assert.equal(verdict.stage, 'cannot-say');
  assert.deepEqual(verdict.because, ['The corpus has 99 rows, needs 100.']);
  assert.deepEqual([metrics, lost], [{}, []]);
});

test('what is left out of the panel is skipped, and then nothing is called healthy', () => {
  const { corpus, reference, kinds } = chooseColumns(side('made', people(2)), HUMAN, undefined, undefined);
  const only = ['drift', 'tails/below:income'];
  const result = auditTables(corpus, reference, { seed: 0, version: '', lineage: 'unknown', kinds, only });
  const measured = Object.keys(result.metrics).filter((id) => result.metrics[id].grade !== 'skipped');
  assert.ok(measured.every((id) => id.startsWith('drift/') || id === 'tails/below:income'));
  assert.equal(result.verdict.stage, 'cannot-say');
});

const column = (name: string, values: (string | number)[]) =>
  typeof values[0] === 'number'
    ? { name, values: Float64Array.from(values as number[]) }
    : { name, values: values as string[] };
const table = (name: string, columns: ReturnType<typeof column>[]): TableSide => ({
  name,
  paths: [],
  bytes: 0,
  rows: columns[0].values.length,
  columns,
});

test('kinds are detected: words and few different numbers are categories', () => {
  const many = Array.from({ length: 20 }, (_, i) => i / 3);
  const few = many.map((_, i) => i % 3);
  const words = many.map((_, i) => `w${i % 4}`);
  const t = table('x', [column('many', many), column('few', few), column('words', words)]);
  assert.deepEqual(chooseColumns(t, t, undefined, undefined).kinds, ['number', 'category', 'category']);
  assert.deepEqual(chooseColumns(t, t, parseColumns('few:number,many:category'), undefined).kinds, [
    'number',
    'category',
  ]);
});

test('columns that cannot be compared: named they are errors, under all they are left out and told', () => {
  const rows = 40;
  const fill = <T>(of: (i: number) => T) => Array.from({ length: rows }, (_, i) => of(i));
  const good = column(
    'sex',
    fill((i) => (i % 2 ? 'f' : 'm')),
  );
  const keys = column(
    'key',
    fill((i) => `k${i}`),
  );
  const flat = column(
    'flat',
    fill(() => 'x'),
  );
  const empty = column(
    'empty',
    fill(() => Number.NaN),
  );
  const t = table('human.csv', [good, keys, flat, empty]);
  const chosen = chooseColumns(t, t, undefined, undefined);
  assert.deepEqual(chosen.reference.columns, [good]);
  assert.match(
    chosen.warnings[0].message,
    /key \(40 different values in 40 rows .*\); flat \(constant: all rows hold x on both sides\); empty \(all values are missing\)/,
  );
  const fails = (list: string, message: RegExp, a = t, b = t) =>
    assert.throws(() => chooseColumns(a, b, parseColumns(list), undefined), message);
  fails('flat', /human\.csv, column flat: constant/);
  fails('empty', /all values are missing/);
  fails('key', /no categories; key:category compares it all the same/);
  fails('sex:number', /"m" is no number; compare it as sex:category/);
  fails(
    'sx',
    /--columns sx: no such column of human\.csv\. Did you mean "sex"\? There are sex, key, flat, empty/,
  );
  fails('sex,sex', /named twice/);
  fails('sex:categry', /no such kind\. Did you mean "category"/);
  const ages = column(
    'age',
    fill((i) => i),
  );
  const words = column(
    'age',
    fill((i) => (i === 3 ? 'old' : String(i))),
  );
  fails(
    'age',
    /made\.csv row 4 of the data, column age: "old" is no number, and human\.csv has numbers/,
    table('made.csv', [words]),
    table('human.csv', [ages]),
  );
  fails(
    'all',
    /different columns \(sex only in human\.csv; age only in made\.csv\)/,
    table('made.csv', [ages]),
    table('human.csv', [good]),
  );
  assert.throws(() => chooseColumns(t, t, parseColumns('sex'), 'kye'), /--group kye: no such column/);
});

test('the p-value of a tail is the exact one of order statistics', () => {
  // 600 against 600 values without ties: the sixth smallest of the reference is the point, none of the corpus is below.
  const rows = 600;
  const fill = (of: (i: number) => number) =>
    column(
      'x',
      Array.from({ length: rows }, (_, i) => of(i)),
    );
  const reference = table('human', [fill((i) => i)]);
  const corpus = table('made', [fill((i) => 10 + 0.97 * i)]);
  const options = { seed: 0, version: '', lineage: 'unknown' as const, kinds: ['number' as const] };
  const { metrics } = auditTables(corpus, reference, options);
  // The seven outermost of all 1,200 are the reference's: 600/1200 * 599/1199 * ...
  let p = 2;
  for (let i = 0; i < 7; i++) p *= (rows - i) / (2 * rows - i);
  const found = metrics['tails/below:x'];
  assert.deepEqual([found.value, found.reference], [0.5 / 600.5, 6.5 / 600.5]);
  assert.ok(Math.abs(found.p! - p) < 1e-9, `${found.p} is not ${p}`);
});
