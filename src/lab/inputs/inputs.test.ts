import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseArff } from '../../corpus/tables/arff.js';
import { parseCsvTable } from '../../corpus/tables/csv-table.js';
import { sharedFolder } from '../../test/shared.js';
import { DataError, isUserError } from '../../util/errors.js';
import type { LabInput } from '../lab-input.js';
import { readRatings } from './read-ratings.js';
import { readTable } from './read-table.js';
import { readTexts } from './read-texts.js';

function file(t: TestContext, name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gen0-input-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ARFF = `% A comment
@RELATION things

@attribute 'its age' integer
@attribute weight REAL % kilograms
@attribute kind { 'big one', small, 'it\\'s' }
@attribute note string
@data
3, 1.5, 'big one', "a, b"
% in between
?, -2e3, small, ?
4,?,'it\\'s','?'
`;

test('ARFF: numbers, nominal values, strings, quotes, escapes, comments and missing values', () => {
  const text = ARFF.replace(' % kilograms', '');
  assert.deepEqual(parseArff(text, 'x'), [
    { name: 'its age', values: Float64Array.of(3, Number.NaN, 4) },
    { name: 'weight', values: Float64Array.of(1.5, -2000, Number.NaN) },
    { name: 'kind', values: ['big one', 'small', "it's"] },
    { name: 'note', values: ['a, b', '', '?'] },
  ]);
});

test('ARFF that cannot be read names line, attribute and remedy', () => {
  const head = '@relation r\n@attribute a numeric\n@attribute c {x,y}\n';
  for (const [text, message] of [
    [`${head}@data\n1,x\nNaN,y`, /x\.arff line 6, attribute a: "NaN" is no number\. Mend it, or write \?/],
    [`${head}@data\n1,z`, /line 5, attribute c: z is none of its declared values/],
    [`${head}@data\n1`, /line 5: 1 values, 2 attributes/],
    [`${head}@data\n{0 1, 1 x}`, /line 5: sparse rows are not read/],
    [`${head}@data\n1,'x`, /line 5: a quote is not closed/],
    [head, /x\.arff: no @data line/],
    ['@relation r\n@attribute b relational\n@data', /line 2: attribute b: type relational is not read/],
    ['a,b\n1,2', /line 1: neither @relation/],
  ] as const) {
    assert.throws(() => parseArff(text, 'x.arff'), message, text);
  }
});

test('CSV: a column is one of numbers when all values that are there are numbers', () => {
  assert.deepEqual(parseCsvTable('a;b;c;d\n1;x;;3\n ;"y;z";?;w\n2;?;;4\n', 'x'), [
    { name: 'a', values: Float64Array.of(1, Number.NaN, 2) },
    { name: 'b', values: ['x', 'y;z', ''] },
    { name: 'c', values: ['', '', ''] },
    { name: 'd', values: ['3', 'w', '4'] },
  ]);
  for (const [text, message] of [
    ['a,b\n1,2\nNaN,3', /x\.csv row 3, column a: "NaN" is no number/],
    ['a,b\n1,-Inf\n1,2', /row 2, column b: "-Inf" is no number/],
    ['a,b\n1', /x\.csv row 2: 1 cells, the header has 2/],
    ['a,a\n1,2', /two columns are called "a"/],
    ['', /x\.csv: the file is empty/],
    ['a,b\n"1,2', /x\.csv row \d: .*[Qq]uote/],
  ] as const) {
    assert.throws(() => parseCsvTable(text, 'x.csv'), message, text);
  }
});

test('the classes of a table: by name, by default, and what is wrong with them', (t) => {
  const path = file(t, 'x.csv', 'Class,size,kind\n1,2,a\n0,3,b\n');
  const label = (name?: string) => {
    const { columns, label: found } = readTable(path, name) as Extract<LabInput, { kind: 'table' }>;
    return [found, columns.find((each) => each.name === found)!.values];
  };
  assert.deepEqual(label(), ['Class', ['1', '0']]);
  assert.deepEqual(label('kind'), ['kind', ['a', 'b']]);
  assert.throws(
    () => label('knd'),
    /--label knd: no such column of .*x\.csv\. Did you mean "kind"\? There are Class, size, kind/,
  );
  assert.throws(() => readTable(file(t, 'y.csv', 'a,b\n1,2\n3,4\n')), /name it with --label/);
  assert.throws(() => readTable(file(t, 'y.csv', 'a,b\n1,x\n')), /one row of data/);
  assert.throws(() => readTable(file(t, 'y.csv', 'a,b\n1,x\n2,\n')), /row 2 of the data, column b: no class/);
  assert.throws(() => readTable(file(t, 'y.csv', 'a,b\n1,x\n2,x\n')), /only one class \(x\)/);
  assert.throws(() => readTable('none.csv'), /none\.csv: no such file/);
});

test('ratings in the layouts of RecBole and MovieLens are the same ratings', (t) => {
  const expected = {
    kind: 'ratings',
    users: ['7', '9'],
    items: ['a', 'b'],
    ratings: {
      user: Uint32Array.of(0, 0, 1),
      item: Uint32Array.of(0, 1, 0),
      value: Float64Array.of(5, 3.5, 1),
    },
  };
  for (const [name, text] of [
    [
      'x.inter',
      'user_id:token\titem_id:token\trating:float\ttimestamp:float\n7\ta\t5\t1\n7\tb\t3.5\t2\n9\ta\t1\t3\n',
    ],
    ['y.inter', 'item_id:token\trating:float\tuser_id:token\na\t5\t7\nb\t3.5\t7\na\t1\t9\n'],
    ['x.csv', 'userId,movieId,rating,timestamp\r\n7,a,5.0,1\r\n7,b,3.5,2\r\n9,a,1,3\r\n'],
    ['u.data', '7\ta\t5\t1\n7\tb\t3.5\t2\n9\ta\t1\t3\n'],
    ['ratings.dat', '7::a::5::1\n7::b::3.5::2\n9::a::1::3\n'],
  ]) {
    assert.deepEqual(
      { ...readRatings(file(t, name, text)), name: undefined },
      { ...expected, name: undefined },
      name,
    );
  }
  const bare = readRatings(file(t, 'z.inter', 'user_id:token\titem_id:token\n7\ta\n9\tb\n'));
  assert.deepEqual(bare.kind === 'ratings' && [...bare.ratings.value], [1, 1]);
});

test('ratings that cannot be read name line and remedy', (t) => {
  for (const [text, message] of [
    ['', /no ratings \(the file is empty\)/],
    ['user_id:token\titem_id:token\trating:float\n', /no ratings below the header/],
    ['userId,movieId,rating\n7,a,NaN\n', /line 2, rating: "NaN" is no number/],
    ['userId,movieId,rating\n7,,3\n', /line 2: no item/],
    ['userId,movieId,rating\n7\n', /line 2: 1 columns/],
    ['who,what,stars\n7,a,3\n', /names no user and item \(who, what, stars\); call them user_id and item_id/],
    ['just text\n', /one column/],
  ] as const) {
    assert.throws(
      () => readRatings(file(t, 'r.csv', text)),
      (error) => error instanceof DataError && message.test(error.message),
      text,
    );
  }
});

test('a corpus is read as an audit reads it; an empty one is an error', async (t) => {
  const path = file(t, 'c.jsonl', '{"text":"one"}\n{"text":" "}\n{"text":"two"}\n');
  assert.deepEqual(await readTexts([path]), { kind: 'corpus', name: 'c.jsonl', texts: ['one', 'two'] });
  for (const [name, text] of [
    ['e.jsonl', ''],
    ['b.jsonl', '{"text":""}\n'],
  ]) {
    await assert.rejects(
      readTexts([file(t, name, text)]),
      (error) => isUserError(error) && /no documents/.test(error.message),
    );
  }
  await assert.rejects(readTexts(['none.jsonl']), /no such file/);
});

test('the thyroid data: 3,772 patients, of whom two have the rarest disease', (t) => {
  const folder = sharedFolder(t);
  if (!folder) return;
  const table = readTable(join(folder, 'data/tabular/hypothyroid.arff')) as Extract<
    LabInput,
    { kind: 'table' }
  >;
  assert.deepEqual([table.rows, table.columns.length, table.label], [3772, 30, 'Class']);
  const classes = table.columns.find(({ name }) => name === 'Class')!.values as string[];
  assert.equal(classes.filter((each) => each === 'secondary_hypothyroid').length, 2);
});
